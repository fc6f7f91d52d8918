import { countOf } from "../../core/counted-noun.ts";
import type { SettingsStore } from "../../core/ports/settings-store.ts";

const warnSeconds = 60;

/** Locks when nobody used the machine, or the page, for as long as the settings say, and says so a minute before. */
export class IdleLock {
  readonly #settings: SettingsStore;
  readonly #warn: (text: string) => Promise<void>;
  readonly #lock: (reason: string) => Promise<void>;
  #isWarned = false;

  constructor(
    settings: SettingsStore,
    warn: (text: string) => Promise<void>,
    lock: (reason: string) => Promise<void>,
  ) {
    this.#settings = settings;
    this.#warn = warn;
    this.#lock = lock;
  }

  /** `idleSeconds`: since the last input. Called again and again while the vault is open. */
  async check(idleSeconds: number): Promise<void> {
    const { lockAfterMinutes, sessionsAtIdleLock } =
      await this.#settings.read();
    const left = lockAfterMinutes * 60 - idleSeconds;
    if (lockAfterMinutes === 0 || left > warnSeconds) {
      this.#isWarned = false;
      return;
    }
    if (left <= 0) {
      this.#isWarned = false;
      return this.#lock("Nobody used this machine for a while.");
    }
    // After a short time of idleness most input comes within the minute.
    if (this.#isWarned || left > (lockAfterMinutes * 60) / 2) return;
    this.#isWarned = true;
    const sessions =
      sessionsAtIdleLock === "keep" ? "Sessions go on." : "Sessions end.";
    await this.#warn(
      `Nobody is there: it locks in ${countOf(Math.ceil(left), "second")}. ${sessions}`,
    );
  }
}
