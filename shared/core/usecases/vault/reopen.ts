import { success, type Result } from "../../result.ts";
import { writeToken } from "../../vault/keychain-token.ts";
import { finishSealingAnew } from "./generations.ts";
import { openWithKeys, readVaultFile, type OpenVault } from "./open.ts";
import type { VaultPorts } from "./ports.ts";
import { settleSlots, settleUnknownSlots } from "./slot-files.ts";

/**
 * Opens the vault once more, under the lock, with the keys that opened it before: what another process wrote since counts,
 * and what a kill interrupted is finished or taken back. Errors: those of opening and writing.
 */
export async function reopen(
  ports: VaultPorts,
  before: OpenVault,
): Promise<Result<OpenVault>> {
  const bytes = await readVaultFile(ports);
  if (!bytes.ok) return bytes;
  const opened = await openWithKeys(ports, bytes.value, before.keys);
  return opened.ok ? settle(ports, opened.value) : opened;
}

/** Which slots belong to the vault, the vault itself says. Under the lock. */
export async function settle(
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
  if (!token?.next) return success(opened);
  const settled = { floor: token.floor, mark: token.mark, identity };
  await ports.keychain.write(document.vaultId, writeToken(settled));
  return success({
    ...opened,
    keys: { ...keys, token: settled },
    isNextIdentity: false,
  });
}
