import { failure, success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { newIdentity } from "../../vault/age.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { writeToken } from "../../vault/keychain-token.ts";
import { sealVault, unsealVault } from "../../vault/seal.ts";
import { sealForPassphrase, sealForRecovery } from "../../vault/slots.ts";
import { nextGeneration, sealChecked } from "./change.ts";
import { promote } from "./finish-replacement.ts";
import { noKey } from "./obtain-keys.ts";
import type { OpenVault } from "./open.ts";
import type { VaultPorts } from "./ports.ts";

/** The slots that the vault has afterwards, besides the keychain, which stays if it is there. */
export interface SlotsAfter {
  /** Null: no passphrase opens the vault any more. */
  readonly passphrase: Secret | null;
  readonly recoveryRecipient: string;
}

/**
 * Gives the vault a new identity, so that a slot that was removed or replaced is worth nothing, also to
 * somebody who kept a copy of its file. Under the lock. The order (docs/decisions/0005): everything that
 * stays learns the new identity; the vault is written; the old identity is forgotten.
 */
export async function replaceIdentity(
  ports: VaultPorts,
  opened: OpenVault,
  after: SlotsAfter,
): Promise<Result<VaultDocument>> {
  const identity = await newIdentity();
  const changed = {
    ...opened.document,
    recoveryRecipient: after.recoveryRecipient,
  };
  const document = nextGeneration(ports, opened, changed);
  const sealed = await sealChecked(document, identity);
  if (!sealed.ok) return sealed;
  const prepared = await prepareSlots(ports, opened, after, identity);
  if (!prepared.ok) return prepared;
  const kept = await ports.folder.backups.write(
    opened.document.generation,
    opened.bytes,
  );
  if (!kept.ok) return kept;
  const written = await ports.folder.write("vault.age", sealed.value);
  if (!written.ok) return written;
  const promoted = await promote(ports);
  if (!promoted.ok) return promoted;
  if (opened.keys.token)
    await ports.keychain.write(
      document.vaultId,
      writeToken({ floor: document.generation, identity }),
    );
  await resealBackups(
    ports,
    opened.identity,
    identity,
    after.recoveryRecipient,
  );
  return success(document);
}

async function prepareSlots(
  { folder, keychain }: VaultPorts,
  { keys, document, identity: old }: OpenVault,
  { passphrase, recoveryRecipient }: SlotsAfter,
  identity: Secret,
): Promise<Result<void>> {
  const slot = passphrase
    ? await sealForPassphrase(identity, passphrase)
    : null;
  if (slot && !slot.ok) return slot;
  if (keys.token) {
    const both = writeToken({
      floor: keys.token.floor,
      identity: old,
      next: identity,
    });
    const stored = await keychain.write(document.vaultId, both);
    if (stored.kind !== "done") return failure(noKey(stored));
  }
  if (slot) {
    const written = await folder.write("identity.next.age", slot.value);
    if (!written.ok) return written;
  }
  return folder.write(
    "recovery.next.age",
    await sealForRecovery(identity, recoveryRecipient),
  );
}

/** Earlier generations must not stay open to the old slot: they are sealed anew, or go when they cannot be. */
async function resealBackups(
  { folder: { backups } }: VaultPorts,
  old: Secret,
  identity: Secret,
  recoveryRecipient: string,
): Promise<void> {
  const generations = await backups.list();
  for (const generation of generations.ok ? generations.value : []) {
    const bytes = await backups.read(generation);
    const document =
      bytes.ok && bytes.value ? await unsealVault(bytes.value, old) : null;
    const sealed = document?.ok
      ? await sealVault({ ...document.value, recoveryRecipient }, identity)
      : null;
    await (sealed?.ok
      ? backups.write(generation, sealed.value)
      : backups.remove(generation));
  }
}
