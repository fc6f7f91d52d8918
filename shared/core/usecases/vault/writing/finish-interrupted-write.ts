import { success, type Result } from "../../../result.ts";
import { writeToken } from "../../../vault/sealed/keychain-item-format.ts";
import { openEdits } from "../opening/open-edits.ts";
import { finishSealingAnew } from "../generations/seal-generations-anew.ts";
import { openWithKeys, type OpenVault } from "../open.ts";
import { rereadVaultFiles, readVaultFiles } from "../opening/vault-files.ts";
import type { VaultPorts } from "../ports.ts";
import {
  settleSlots,
  settleUnknownSlots,
} from "./recovery-and-passphrase-files.ts";

/**
 * Opens the vault once more, under the lock, with the keys that opened it before: what another process wrote since counts,
 * and what a kill interrupted is finished or taken back. Errors: those of opening and writing.
 * @param how "reread" where the vault's file itself is not going to be written
 */
export async function reopen(
  ports: VaultPorts,
  before: OpenVault,
  how: "read" | "reread" = "read",
): Promise<Result<OpenVault>> {
  const files = await (how === "read" ? readVaultFiles : rereadVaultFiles)(
    ports,
  );
  if (!files.ok) return files;
  const opened = await openWithKeys(ports, files.value, before.keys);
  return opened.ok ? finishInterruptedWrite(ports, opened.value) : opened;
}

/** Which slots belong to the vault, the vault itself says. Under the lock. */
export async function finishInterruptedWrite(
  ports: VaultPorts,
  opened: OpenVault,
): Promise<Result<OpenVault>> {
  const { document, identity, keys, isNextIdentity } = opened;
  const slots = document.store
    ? await settleSlots(ports.folder, document.store.slots)
    : await settleUnknownSlots(ports.folder, isNextIdentity);
  if (!slots.ok) return slots;
  const sealed = await finishSealingAnew(ports, identity, document);
  if (!sealed.ok) return sealed;
  const { token } = keys;
  if (!token?.next) return withBesideOfNow(ports, opened);
  const settled = { floor: token.floor, mark: token.mark, identity };
  await ports.keychain.write(document.vaultId, writeToken(settled));
  return withBesideOfNow(ports, {
    ...opened,
    keys: { ...keys, token: settled },
    isNextIdentity: false,
  });
}

/** What was sealed anew, or went, is not what was read: an old key would open it. */
async function withBesideOfNow(
  ports: VaultPorts,
  opened: OpenVault,
): Promise<Result<OpenVault>> {
  const { base, identity, beside, keys } = opened;
  if (!beside) return success(opened);
  const file = await ports.folder.read("edits.age");
  if (!file.ok) return file;
  const { candidates } = keys;
  const now = await openEdits(ports, file.value, base, identity, candidates);
  return now.ok ? success({ ...opened, ...now.value }) : now;
}
