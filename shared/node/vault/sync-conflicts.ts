import { readdir } from "node:fs/promises";

/**
 * How programs that sync folders name the second version of a file: "vault (conflicted copy 2026-…).age" (Dropbox,
 * Nextcloud, ownCloud), "vault.sync-conflict-….age" (Syncthing), "vault-NAME.age" (OneDrive appends the machine's name),
 * "vault (1).age" (Google Drive, iCloud: "vault 2.age"), "vault_conflict-….age" and "vault.age.conflict…" (Seafile, pCloud).
 */
const conflictName =
  /^(?:vault|edits)(?: ?\(.*\)|\.sync-conflict-.*|[-_ ~].+)\.age$|^(?:vault|edits)\.age[ ._(~-].+|^(?:vault|edits)\.sync-conflict-.*/i;
/** Named by us, for all that it looks the same. */
const oursBeside = new Set(["vault.replaced.age"]);

/** Names of the copies that a program which syncs the folder has put beside the vault's files. */
export async function conflictCopies(
  folder: string,
): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names
    .filter((name) => conflictName.test(name) && !oursBeside.has(name))
    .toSorted();
}
