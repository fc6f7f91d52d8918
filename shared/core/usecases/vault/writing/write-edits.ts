import { failure, success, type Result } from "../../../result.ts";
import { isLeftAside } from "../../../vault/judge-edits.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import type { VaultFolder } from "../../../ports/vault-folder.ts";
import {
  editBetween,
  withEdits,
  type EditContent,
  type EditLog,
} from "../../../vault/edits.ts";
import { withoutExpired } from "../../../vault/drop-expired.ts";
import { sameDocument } from "../../../vault/same-document.ts";
import { damaged } from "../../../vault/vault-file-errors.ts";
import { recordDocument } from "../../audit/record-document.ts";
import type { Committed } from "./commit-plan.ts";
import { FloorKeeper } from "./keychain-floor.ts";
import { idOf, newMark } from "../generations/generation-names.ts";
import { isKept } from "../generations/generations.ts";
import { editsIdOf, keepBeside } from "../generations/kept-edits.ts";
import type { OpenVault } from "../open.ts";
import type { VaultPorts } from "../ports.ts";
import { putInPlace } from "./put-in-place.ts";
import { sealLogAfterWrite } from "./seal-log-after-write.ts";
import { areSlotsKnown } from "./recovery-and-passphrase-files.ts";

/**
 * Writes a small change beside a large vault: the vault's file stays, and `edits.age` has all small changes since it was
 * written, each with a mark, a time and a number, so that it is a write like any other for the floor and for other machines.
 * Null where the change has to be in the vault's file. Call it under the lock. Killed at any step, the old state or the new
 * one is there.
 *
 * Order: sealed and read back; what the change does to a context's guards is in the audit log; `edits.age` is written, which
 * is the moment of change; the floor is raised; the changes are among the generations, beside the vault file that they were
 * made to; the keychain learns the log's last line.
 */
export async function writeEdits(
  ports: VaultPorts,
  present: OpenVault,
  document: VaultDocument,
): Promise<Result<Committed> | null> {
  const log = nextLog(ports, present, document);
  if (!log) return null;
  const isInOrder = await needsNoMending(ports, present);
  if (!isInOrder.ok) return isInOrder;
  if (!isInOrder.value) return null;
  const sealed = await sealChecked(present, log, document);
  if (!sealed?.ok) return sealed;
  const recorded = await recordDocument(
    ports.ledger,
    present.document,
    document,
  );
  if (!recorded.ok) return recorded;
  return put(ports, present, log, sealed.value);
}

async function put(
  ports: VaultPorts,
  present: OpenVault,
  log: EditLog,
  { file, next }: Sealed,
): Promise<Result<Committed>> {
  const { folder, lastOpened } = ports;
  const { base, identity, beside, bytes } = present;
  const anchor = await FloorKeeper.of(ports, {
    present,
    document: next,
    identity,
  });
  const enrolled = await anchor.prepare(false);
  if (!enrolled.ok) return enrolled;
  const earlier = await keepMerged(folder, present);
  if (!earlier.ok) return earlier;
  const written = await putInPlace(folder, "edits.age", file);
  if (!written.ok) return written;
  const applied = { kind: "applied", bytes: file, log } as const;
  lastOpened?.keep({ bytes, document: base, identity });
  lastOpened?.keepBeside(base, { document: next, beside: applied });
  await anchor.drop(next);
  const kept = await keepBeside(folder, base, applied);
  // What is kept now has those of before in it.
  if (kept.ok && beside?.kind === "applied")
    await folder.backups.edits.remove(editsIdOf(beside.log));
  const { isThere: isInKeychain } = anchor;
  const done = { document: next, isInKeychain };
  const unsealed = await sealLogAfterWrite(ports, done);
  const warnings = [...enrolled.value, ...written.value, ...unsealed];
  ports.onlooker.tell(warnings);
  return success({ document: next, isInKeychain, warnings });
}

/** Another machine may have written them into the vault: then they are not among the generations here yet. */
function keepMerged(
  folder: VaultFolder,
  { base, beside }: OpenVault,
): Promise<Result<void>> {
  return beside?.kind === "merged"
    ? keepBeside(folder, base, beside)
    : Promise.resolve(success(undefined));
}

/** The log with one more change; null where the change is too large for one, or the vault's file too small. */
function nextLog(
  { clock, random }: VaultPorts,
  { document: before, base, beside }: OpenVault,
  document: VaultDocument,
): EditLog | null {
  const { vaultId, generation, store } = base;
  const now = clock.now();
  if (!store?.takesEdits || isLeftAside(beside)) return null;
  if (withoutExpired(document, now) !== document) return null;
  const content: EditContent | null = editBetween(before, document);
  if (content === null) return null;
  const earlier = beside?.kind === "applied" ? beside.log.edits : [];
  const edit = { mark: newMark(random), writtenAt: now, ...content };
  return {
    vaultId,
    generation,
    mark: store.mark,
    edits: [...earlier, edit],
  };
}

/** Slots that are not the vault's own, and a file that is not among the generations, are mended by a write of the whole. */
async function needsNoMending(
  ports: VaultPorts,
  present: OpenVault,
): Promise<Result<boolean>> {
  const slots = await areSlotsKnown(ports.folder, present);
  if (!slots.ok || !slots.value) return slots;
  const { base, bytes } = present;
  const { lastOpened } = ports;
  // To compare a large file costs more than the change: once, while the vault is open.
  const isThere =
    lastOpened?.isKept(base) === true ||
    (await isKept(ports, { id: idOf(base), bytes }));
  if (isThere) lastOpened?.noteKept(base);
  return success(isThere);
}

interface Sealed {
  readonly file: Uint8Array;
  /** The vault as it will be read. */
  readonly next: VaultDocument;
}

/** Seals the log and opens it again, and compares the whole vault, before anything on disk is touched. */
async function sealChecked(
  { base, identity }: OpenVault,
  log: EditLog,
  document: VaultDocument,
): Promise<Result<Sealed> | null> {
  const { sealEdits, unsealEdits } =
    await import("../../../vault/edits-file.ts");
  const file = await sealEdits(log, identity, base.recoveryRecipient);
  if (file === null) return null;
  const back = await unsealEdits(file, identity);
  const next = back.kind === "read" ? withEdits(base, back.log) : null;
  const isSame =
    next !== null && (await sameDocument(next, asWritten(document, next)));
  return isSame
    ? success({ file, next })
    : failure(damaged("what was to be written does not read back the same"));
}

/** What was meant, as this write. */
function asWritten(
  document: VaultDocument,
  { generation, writtenAt, store }: VaultDocument,
): VaultDocument {
  return { ...document, generation, writtenAt, ...(store ? { store } : {}) };
}
