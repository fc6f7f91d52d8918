import { equalBytes } from "../../core/bytes.ts";
import {
  vaultError,
  type ErrorCode,
  type VaultError,
} from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { VaultOnlooker } from "../../core/ports/vault-onlooker.ts";
import type { VaultPorts } from "../../core/usecases/vault/ports.ts";
import type { UnlockedVault } from "../../core/usecases/vault/unlocked-vault.ts";
import type { HostPorts } from "../ports.ts";
import { countOf } from "../../core/counted-noun.ts";

const freeMistakes = 3;
const longestWaitSeconds = 60;

/** The vault's lock as one call sees it, from its beginning: what a lock has overtaken opens nothing again. */
export interface CallLock {
  readonly isOpen: boolean;
  /** Why it was locked last, as a sentence. */
  readonly reason: string | null;
  /** Why it did not open the last time, where its file is still the same; null: it opened, or nobody tried. */
  refusal(): Promise<ErrorCode | null>;
  /** It was locked since the call began, whether it was opened again or not. */
  readonly hasFallen: boolean;
  /** Errors: `vault-locked`. */
  opened(): Result<UnlockedVault>;
  realPorts(preferPassphrase?: boolean): VaultPorts;
  /**
   * Opens with the keychain, or with the passphrase where there is no other way or it is asked for. Errors:
   * `vault-locked` when a lock fell since the call began; those of opening.
   */
  unlock(
    preferPassphrase: boolean,
    ports?: VaultPorts,
  ): Promise<Result<UnlockedVault>>;
  /** The lock from now on. */
  scope(): CallLock;
}

/** Whether the vault is open in this process, and the slow-down after wrong passphrases. */
export class VaultLock implements CallLock {
  readonly #ports: HostPorts;
  #open: UnlockedVault | null = null;
  #mistakes = 0;
  #waitUntilMs = 0;
  /** Counts the locks, also those of a vault that was not open: whoever was about to open it then must not. */
  #epoch = 0;
  /** Why it was locked last, as a sentence. */
  reason: string | null = null;
  #refused: {
    readonly code: ErrorCode;
    readonly file: Uint8Array | null;
  } | null = null;

  readonly #tell: VaultOnlooker["tell"];

  /** `tell`: whoever hears of what there is to know about a write of the vault. */
  constructor(ports: HostPorts, tell: VaultOnlooker["tell"]) {
    this.#ports = ports;
    this.#tell = tell;
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** Of a call that begins now. */
  readonly hasFallen = false;

  scope(): CallLock {
    const began = this.#epoch;
    const hasFallen = () => this.#epoch !== began;
    const isOpen = () => this.isOpen && !hasFallen();
    const reason = () => this.reason;
    return {
      get isOpen() {
        return isOpen();
      },
      get reason() {
        return reason();
      },
      get hasFallen() {
        return hasFallen();
      },
      refusal: () => this.refusal(),
      opened: () => (hasFallen() ? failure(lockedMeanwhile()) : this.opened()),
      realPorts: (preferPassphrase) => this.realPorts(preferPassphrase),
      unlock: (preferPassphrase, ports) =>
        this.#unlock(began, preferPassphrase, ports),
      scope: () => this.scope(),
    };
  }

  /** Errors: `vault-locked`. */
  opened(): Result<UnlockedVault> {
    return this.#open ? success(this.#open) : failure(locked());
  }

  /** The ports with the person in front of the machine to ask. */
  realPorts(preferPassphrase = false): VaultPorts {
    const { vault, ledger, person, sessions } = this.#ports;
    return {
      ...vault,
      ledger,
      onlooker: {
        tell: (warnings) => this.#tell(warnings),
        tighten: (...asked) => sessions.tighten(...asked),
      },
      passphrase: { ask: (refusal) => person.askPassphrase("open", refusal) },
      preferPassphrase,
    };
  }

  unlock(
    preferPassphrase: boolean,
    ports?: VaultPorts,
  ): Promise<Result<UnlockedVault>> {
    return this.#unlock(this.#epoch, preferPassphrase, ports);
  }

  async #unlock(
    epoch: number,
    preferPassphrase: boolean,
    ports: VaultPorts = this.realPorts(preferPassphrase),
  ): Promise<Result<UnlockedVault>> {
    if (epoch !== this.#epoch) return failure(lockedMeanwhile());
    const { clock } = this.#ports.vault;
    const waitMs = this.#waitUntilMs - clock.monotonicMs();
    if (waitMs > 0) return failure(tooFast(Math.ceil(waitMs / 1000)));
    const { unlockVault } =
      await import("../../core/usecases/vault/unlocked-vault.ts");
    const opened = await unlockVault(ports);
    this.#refused = opened.ok
      ? null
      : { code: opened.error.code, file: await this.#file() };
    if (opened.ok) {
      if (epoch !== this.#epoch) return failure(lockedMeanwhile());
      this.#open = opened.value;
      this.#mistakes = 0;
      this.reason = null;
    } else if (opened.error.code === "passphrase-wrong") {
      this.#mistakes++;
      const over = this.#mistakes - freeMistakes;
      const seconds = over < 0 ? 0 : Math.min(2 ** over, longestWaitSeconds);
      this.#waitUntilMs = clock.monotonicMs() + seconds * 1000;
    }
    return opened;
  }

  async refusal(): Promise<ErrorCode | null> {
    const refused = this.#refused;
    if (refused === null) return null;
    const file = await this.#file();
    const isSame =
      file === null || refused.file === null
        ? file === refused.file
        : equalBytes(file, refused.file);
    return isSame ? refused.code : null;
  }

  async #file(): Promise<Uint8Array | null> {
    const file = await this.#ports.vault.folder.read("vault.age");
    return file.ok ? file.value : null;
  }

  /** Forgets the vault, and lets nobody open it who began before. False when it was not open. */
  close(reason: string): boolean {
    this.#epoch++;
    if (!this.#open) return false;
    this.#open = null;
    this.reason = reason;
    return true;
  }
}

/** Errors: `vault-locked`. */
export function lockedMeanwhile(): VaultError {
  return vaultError(
    "vault-locked",
    "The vault was locked meanwhile.",
    "Unlock it, and look how far it came.",
  );
}

function locked() {
  return vaultError("vault-locked", "The vault is locked.", "Unlock it first.");
}

function tooFast(seconds: number) {
  return vaultError(
    "passphrase-wrong",
    "The passphrase was wrong several times.",
    `Wait ${countOf(seconds, "second")}, then try again; if it is lost, use the recovery key.`,
  );
}
