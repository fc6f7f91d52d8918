import { vaultError, type VaultError } from "../core/errors.ts";

/** A file of the vault that cannot be one of ours: a link, or far too large. */
export function damagedFile(path: string): VaultError {
  return vaultError(
    "file-unsafe",
    `${path} is not a file that talos-vault wrote: it is a link, or far too large.`,
    "Move it away, and restore the vault from a backup: talos-vault restore FILE.",
  );
}
