import type { Result } from "../result.ts";
import type { Secret } from "../secret.ts";

/** Asks the person for a passphrase: a terminal, a file descriptor or a window. */
export interface PassphrasePrompt {
  /** The passphrase that opens the vault. `passphrase-missing` when there is nobody to ask. */
  ask(): Promise<Result<Secret>>;
}
