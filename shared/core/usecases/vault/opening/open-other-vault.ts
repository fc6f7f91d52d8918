import { success, type Result } from "../../../result.ts";
import type { Secret } from "../../../secret.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import { readArchive } from "../generations/backup-archive.ts";
import { openArchive } from "../generations/open-backup-archive.ts";
import type { VaultPorts } from "../ports.ts";

/**
 * Opens another vault's file, to take contexts from it: a `vault.age`, a conflict copy of ours, or what `backup` wrote. It is
 * tried with the keychain's item for that vault and the slots that are here, else with its passphrase, which is asked for,
 * or its recovery key. Nothing is changed. Errors: `vault-damaged` for what is no vault; those of opening.
 */
export function openOtherVault(
  ports: VaultPorts,
): (
  bytes: Uint8Array,
  recoveryKey: Secret | null,
) => Promise<Result<VaultDocument>> {
  return async (bytes, recoveryKey) => {
    const archive = readArchive(bytes);
    if (!archive.ok) return archive;
    const opened = await openArchive(ports, archive.value, recoveryKey);
    return opened.ok ? success(opened.value.document) : opened;
  };
}
