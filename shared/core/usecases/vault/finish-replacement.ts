import { success, type Result } from "../../result.ts";
import { writeToken } from "../../vault/keychain-token.ts";
import type { OpenVault } from "./open.ts";
import type { VaultPorts } from "./ports.ts";

/**
 * Finishes, or takes back, the replacement of an identity that was interrupted. Which of the two, the vault
 * itself says: it opened with the identity that was to come, or with the one before. Under the lock.
 *
 * The order in which `replaceIdentity` moves files makes every state between readable: recovery.next.age
 * goes first when a passphrase stays, and identity.age goes before it when the passphrase was removed.
 */
export async function finishReplacement(
  ports: VaultPorts,
  opened: OpenVault,
): Promise<Result<OpenVault>> {
  const { folder } = ports;
  const recovery = await folder.read("recovery.next.age");
  const passphrase = await folder.read("identity.next.age");
  if (!recovery.ok) return recovery;
  if (!passphrase.ok) return passphrase;
  const isPending = recovery.value !== null || passphrase.value !== null;
  const { token } = opened.keys;
  if (!isPending && !token?.next) return success(opened);
  const before = await folder.read("recovery.age");
  if (!before.ok) return before;
  const settle = opened.isNextIdentity ? promote : takeBack;
  const moved = await (before.value === null ? promoteFirst : settle)(ports);
  if (!moved.ok) return moved;
  return success(
    token ? await settleToken(ports, opened, token.floor) : opened,
  );
}

async function settleToken(
  ports: VaultPorts,
  opened: OpenVault,
  floor: number,
): Promise<OpenVault> {
  const token = { floor, identity: opened.identity };
  await ports.keychain.write(opened.document.vaultId, writeToken(token));
  return { ...opened, keys: { ...opened.keys, token }, isNextIdentity: false };
}

/** The new vault is in place: its slots take the plain names. */
export async function promote({ folder }: VaultPorts): Promise<Result<void>> {
  const recovery = await folder.read("recovery.next.age");
  const passphrase = await folder.read("identity.next.age");
  if (!recovery.ok) return recovery;
  if (!passphrase.ok) return passphrase;
  if (recovery.value !== null && passphrase.value === null) {
    const removed = await folder.remove("identity.age");
    if (!removed.ok) return removed;
  }
  if (recovery.value !== null) {
    const renamed = await folder.rename("recovery.next.age", "recovery.age");
    if (!renamed.ok) return renamed;
  }
  if (passphrase.value === null) return success(undefined);
  return folder.rename("identity.next.age", "identity.age");
}

/** A first vault has nothing before it: recovery.age, which says so, comes last. */
export async function promoteFirst({
  folder,
}: VaultPorts): Promise<Result<void>> {
  const passphrase = await folder.read("identity.next.age");
  if (!passphrase.ok) return passphrase;
  if (passphrase.value !== null) {
    const renamed = await folder.rename("identity.next.age", "identity.age");
    if (!renamed.ok) return renamed;
  }
  return folder.rename("recovery.next.age", "recovery.age");
}

/** The vault was not written: what was prepared for it goes. */
async function takeBack({ folder }: VaultPorts): Promise<Result<void>> {
  const removed = await folder.remove("recovery.next.age");
  return removed.ok ? folder.remove("identity.next.age") : removed;
}
