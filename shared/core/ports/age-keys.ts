import type { Result } from "../result.ts";
import type { Secret } from "../secret.ts";

export interface KeysAtHand {
  readonly identities: readonly Secret[];
  /** What was meant as an identity and is none, each by where it stands: "line 2 of FILE". */
  readonly broken: readonly string[];
}

/** Age identities that a person has for files of SOPS. */
export interface AgeKeys {
  /** Those that are at hand, where SOPS looks for them, the same each time; none is no error. Errors: the file's that was named and cannot be read, the command's. */
  atHand(): Promise<Result<KeysAtHand>>;
  /** Those that the vault keeps for these recipients, once whoever has to agree did. Errors: `declined`, `consent-needed`. */
  keptFor(recipients: readonly string[]): Promise<Result<readonly Secret[]>>;
}
