import type { Result } from "../result.ts";
import type { Secret } from "../secret.ts";

/** Age identities that a person has for files of SOPS. */
export interface AgeKeys {
  /** Those that are at hand, where SOPS looks for them, the same each time; none is no error. Errors: the file's that was named and cannot be read, the command's. */
  atHand(): Promise<Result<readonly Secret[]>>;
}
