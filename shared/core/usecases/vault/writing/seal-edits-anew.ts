import type { VaultFolder } from "../../../ports/vault-folder.ts";
import type { Secret } from "../../../secret.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import { holdsEdits, type EditLog } from "../../../vault/edits.ts";

/**
 * Small changes that a former identity opens, in place and among the generations, are sealed for the present one: an old key
 * opens none of them. What the vault in place holds already goes. False where something could not be written.
 */
export async function sealEditsAnew(
  folder: VaultFolder,
  formers: readonly Secret[],
  identity: Secret,
  present: VaultDocument,
): Promise<boolean> {
  const { edits } = folder.backups;
  const listed = await edits.list();
  if (!listed.ok) return false;
  let isDone = true;
  for (const id of listed.value) {
    const file = await edits.read(id);
    const log = file.ok ? await openedBy(file.value, formers) : null;
    const sealed = log && (await sealFor(log, identity, present));
    if (sealed) isDone &&= (await edits.write(id, sealed)).ok;
  }
  return (await sealPlacedAnew(folder, formers, identity, present)) && isDone;
}

async function sealPlacedAnew(
  folder: VaultFolder,
  formers: readonly Secret[],
  identity: Secret,
  present: VaultDocument,
): Promise<boolean> {
  const file = await folder.read("edits.age");
  const log = file.ok ? await openedBy(file.value, formers) : null;
  if (!log) return true;
  if (holdsEdits(present, log)) return (await folder.remove("edits.age")).ok;
  const sealed = await sealFor(log, identity, present);
  return sealed === null || (await folder.write("edits.age", sealed)).ok;
}

async function openedBy(
  bytes: Uint8Array | null,
  identities: readonly Secret[],
): Promise<EditLog | null> {
  if (bytes === null) return null;
  const { unsealEdits } = await import("../../../vault/edits-file.ts");
  for (const identity of identities) {
    const outcome = await unsealEdits(bytes, identity);
    if (outcome.kind === "read") return outcome.log;
  }
  return null;
}

async function sealFor(
  log: EditLog,
  identity: Secret,
  { recoveryRecipient }: VaultDocument,
): Promise<Uint8Array | null> {
  const { sealEdits } = await import("../../../vault/edits-file.ts");
  return sealEdits(log, identity, recoveryRecipient);
}
