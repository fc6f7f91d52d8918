import { vaultError } from "../core/errors.ts";
import { failure, success, type Result } from "../core/result.ts";
import type { VaultPorts } from "../core/usecases/vault/ports.ts";
import {
  unlockVault,
  type UnlockedVault,
} from "../core/usecases/vault/unlocked-vault.ts";
import type { HostPorts } from "./ports.ts";

const freeMistakes = 3;
const longestWaitSeconds = 60;

/** Whether the vault is open in this process, and the slow-down after wrong passphrases. */
export class VaultLock {
  readonly #ports: HostPorts;
  #open: UnlockedVault | null = null;
  #mistakes = 0;
  #waitUntilMs = 0;
  /** Why it was locked last, as a sentence. */
  reason: string | null = null;

  constructor(ports: HostPorts) {
    this.#ports = ports;
  }

  get isOpen(): boolean {
    return this.#open !== null;
  }

  /** Errors: `vault-locked`. */
  opened(): Result<UnlockedVault> {
    return this.#open ? success(this.#open) : failure(locked());
  }

  /** The ports with the person in front of the machine to ask. */
  realPorts(preferPassphrase = false): VaultPorts {
    const { vault, ledger, person } = this.#ports;
    return {
      ...vault,
      ledger,
      passphrase: { ask: () => person.askPassphrase("open") },
      preferPassphrase,
    };
  }

  /** Opens with the keychain, or with the passphrase where there is no other way or it is wished for. */
  async unlock(
    preferPassphrase: boolean,
    ports: VaultPorts = this.realPorts(preferPassphrase),
  ): Promise<Result<UnlockedVault>> {
    const { clock } = this.#ports.vault;
    const waitMs = this.#waitUntilMs - clock.monotonicMs();
    if (waitMs > 0) return failure(tooFast(Math.ceil(waitMs / 1000)));
    const opened = await unlockVault(ports);
    if (opened.ok) {
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

  /** Forgets the vault. False when it was not open. */
  close(reason: string): boolean {
    if (!this.#open) return false;
    this.#open = null;
    this.reason = reason;
    return true;
  }
}

function locked() {
  return vaultError("vault-locked", "The vault is locked.", "Unlock it first.");
}

function tooFast(seconds: number) {
  return vaultError(
    "passphrase-wrong",
    "The passphrase was wrong several times.",
    `Wait ${String(seconds)} seconds, then try again; if it is lost, use the recovery key.`,
  );
}
