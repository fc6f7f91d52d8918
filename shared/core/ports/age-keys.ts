import type { VaultError } from "../errors.ts";
import type { Result } from "../result.ts";
import type { Secret } from "../secret.ts";
import type { OwnKey } from "../vault/sealed/age/age.ts";

export interface KeysAtHand<Key = Secret> {
  readonly identities: readonly Key[];
  /** What was meant as an identity and is none, or is not read, each by where it stands: "line 2 of FILE". */
  readonly broken: readonly string[];
  /** Why a command that was to give a key gave none: it counts where nothing else opens a file. */
  readonly refusal?: VaultError;
}

/** Keys that a person has for files of SOPS. */
export interface AgeKeys {
  /** Age identities that are at hand, where SOPS looks for them, the same each time; none is no error. Errors: the file's that was named and cannot be read. */
  atHand(): Promise<Result<KeysAtHand>>;
  /**
   * For a file that none of those opens: keys of SSH that are for these recipients, else those that the vault keeps. A passphrase may be
   * asked for, and a person to agree. Errors: those of that.
   */
  moreFor(recipients: readonly string[]): Promise<Result<KeysAtHand<OwnKey>>>;
}
