import { vaultError, type VaultError } from "../../core/errors.ts";

/**
 * A file of the vault that cannot be one of ours.
 * @param what "a link", "a named pipe", "far too large"
 */
export function damagedFile(path: string, what: string): VaultError {
  return vaultError(
    "file-unsafe",
    `${path} is not a file that talos-vault wrote: it is ${what}.`,
    "Move it away, and restore the vault from a backup: talos-vault restore FILE.",
  );
}
