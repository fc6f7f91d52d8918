import { vaultError, withActions } from "../../../errors.ts";
import { failure, success, type Result } from "../../../result.ts";
import { readVaultId } from "../../../vault/sealed/vault-file-header.ts";
import type { VaultPorts } from "../ports.ts";
import { tokenOf } from "../opening/keychain-token.ts";
import type { VaultArchive } from "./backup-archive.ts";

/**
 * Whether a backup may be put where the ports' folder is. `isReplacing`: it may take the place of another vault. Errors:
 * `vault-exists`, those of reading the folders.
 */
export async function refusePlace(
  ports: VaultPorts,
  archive: VaultArchive,
  isReplacing: boolean,
): Promise<Result<void>> {
  const other = await refuseOther(ports, archive, isReplacing);
  return other.ok ? refuseBesideUsual(ports, archive) : other;
}

async function refuseOther(
  { folder }: VaultPorts,
  archive: VaultArchive,
  isReplacing: boolean,
): Promise<Result<void>> {
  const present = await folder.read("vault.age");
  if (!present.ok) return present;
  const presentId = present.value ? readVaultId(present.value) : null;
  // A file so damaged that it names no vault is no other vault.
  if (isReplacing || presentId === null) return success(undefined);
  return presentId === readVaultId(archive.vault)
    ? success(undefined)
    : failure(otherVault());
}

/**
 * A keychain remembers one newest state of a vault. Put into an empty folder, a backup would become it, and the vault that is in
 * use would be refused as older.
 */
async function refuseBesideUsual(
  ports: VaultPorts,
  archive: VaultArchive,
): Promise<Result<void>> {
  const usual = await ports.usualFolder?.read("vault.age");
  if (!usual?.ok || usual.value === null) return success(undefined);
  const id = readVaultId(usual.value);
  if (id === null || id !== readVaultId(archive.vault))
    return success(undefined);
  const present = await ports.folder.read("vault.age");
  if (!present.ok) return present;
  const isKnown = (await tokenOf(ports, id)) !== null;
  return present.value === null && isKnown
    ? failure(besideUsual())
    : success(undefined);
}

function besideUsual() {
  return vaultError(
    "vault-exists",
    "This vault is in its usual folder on this machine, and the keychain remembers one newest state of it: put here too, the one there would count as older.",
    "To try the backup, name a keychain service of its own (TALOS_VAULT_KEYCHAIN_SERVICE=drill). To put it in the vault's place, leave TALOS_VAULT_HOME out. To have the vault here, move its folder. Nothing was changed.",
  );
}

function otherVault() {
  return withActions(
    vaultError(
      "vault-exists",
      "The backup is of another vault than the one that is here.",
      "Say that it is to take the place of the present one, which is kept among the generations; or use another TALOS_VAULT_HOME.",
    ),
    ["replace"],
  );
}
