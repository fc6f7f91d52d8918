import type { VaultError } from "../errors.ts";
import type { Result } from "../result.ts";
import type { Secret } from "../secret.ts";

/** Asks the person for a passphrase: a terminal, a file descriptor or a window. */
export interface PassphrasePrompt {
  /**
   * The passphrase that opens the vault. `refusal`: the one that was given did not; a person is told so and asked again,
   * and where there is none it is the answer. Errors: `passphrase-missing` when there is nobody to ask.
   */
  ask(refusal?: VaultError | null): Promise<Result<Secret>>;
}
