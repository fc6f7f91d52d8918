import { success, type Result } from "../../../result.ts";
import type { Secret } from "../../../secret.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import { openSlot } from "../../../vault/sealed/slots.ts";
import type { VaultPorts } from "../ports.ts";
import { sealEditsAnew } from "../writing/seal-edits-anew.ts";

/**
 * Earlier generations that a former identity opens are sealed for the present one, and the former identity's file goes.
 * Call it under the lock, when the vault is in place.
 */
export async function sealGenerationsAnew(
  { folder }: VaultPorts,
  formers: readonly Secret[],
  identity: Secret,
  present: VaultDocument,
): Promise<void> {
  if (formers.length === 0) return;
  const { recoveryRecipient } = present;
  const { sealVault } = await import("../../../vault/sealed/seal.ts");
  const ids = await folder.backups.list();
  let isDone = ids.ok;
  for (const id of ids.ok ? ids.value : []) {
    const bytes = await folder.backups.read(id);
    const document =
      bytes.ok && bytes.value
        ? await documentOpenedBy(bytes.value, formers)
        : null;
    if (document === null) continue;
    const sealed = await sealVault(
      { ...document, recoveryRecipient },
      identity,
    );
    const written = sealed.ok
      ? await folder.backups.write(id, sealed.value)
      : sealed;
    isDone &&= written.ok;
  }
  const areEditsDone = await sealEditsAnew(folder, formers, identity, present);
  if (isDone && areEditsDone) await folder.remove("identity.former.age");
}

/** Goes on where a replacement of the identity was killed. Under the lock. */
export async function finishSealingAnew(
  ports: VaultPorts,
  identity: Secret,
  document: VaultDocument,
): Promise<Result<void>> {
  const file = await ports.folder.read("identity.former.age");
  if (!file.ok || file.value === null)
    return file.ok ? success(undefined) : file;
  const former = await openSlot(file.value, { kind: "identity", identity });
  // Sealed for an identity that never came.
  if (former === null) return ports.folder.remove("identity.former.age");
  await sealGenerationsAnew(ports, [former], identity, document);
  return success(undefined);
}

/** The document of a generation that one of these identities opens; null: none does. */
export async function documentOpenedBy(
  bytes: Uint8Array,
  identities: readonly (Secret | undefined)[],
): Promise<VaultDocument | null> {
  const { unsealVault } = await import("../../../vault/sealed/seal.ts");
  for (const identity of identities) {
    const document = identity ? await unsealVault(bytes, identity) : null;
    if (document?.ok) return document.value;
  }
  return null;
}
