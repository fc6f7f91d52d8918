import { equalBytes } from "../../../bytes.ts";
import { sha256OfBytes } from "../../../pki/primitives/hash-and-hmac.ts";
import type {
  EditsId,
  GenerationId,
  VaultFolder,
} from "../../../ports/vault-folder.ts";
import { success, type Result } from "../../../result.ts";
import type { Beside } from "../../../vault/judge-edits.ts";
import type { VaultDocument } from "../../../vault/document.ts";
import { generationOf, lastEdit, type EditLog } from "../../../vault/edits.ts";
import { idOf, isSame } from "./generation-names.ts";

// Small changes among the generations: beside the file of the generation that they were made to.

const markLength = 16;

/** The name under which a log is kept. */
export function editsIdOf(log: EditLog): EditsId {
  const { generation, mark } = log;
  return {
    of: { generation, mark },
    generation: generationOf(log),
    mark: lastEdit(log).mark,
  };
}

/** Keeps what lies beside a vault file, where it is not kept yet. Errors: those of writing. */
export function keepBeside(
  folder: VaultFolder,
  base: VaultDocument,
  beside: Beside,
): Promise<Result<void>> {
  const { bytes } = beside;
  return beside.kind === "unread"
    ? keepUnread(folder, idOf(base), bytes)
    : keepEdits(folder, editsIdOf(beside.log), bytes);
}

/** Nobody can say what they are: they are kept beside the generation that they lay beside. */
function keepUnread(
  folder: VaultFolder,
  of: GenerationId,
  bytes: Uint8Array,
): Promise<Result<void>> {
  const mark = sha256OfBytes(bytes).slice(0, markLength);
  return keepEdits(folder, { of, generation: 0, mark }, bytes);
}

async function keepEdits(
  { backups: { edits } }: VaultFolder,
  id: EditsId,
  bytes: Uint8Array,
): Promise<Result<void>> {
  const file = await edits.read(id);
  const isKept =
    file.ok && file.value !== null && equalBytes(file.value, bytes);
  return isKept ? success(undefined) : edits.write(id, bytes);
}

/**
 * Before a write of the whole vault: keeps what lies beside it, and gives that back; null where nothing does.
 * @param present the vault that is in place; null where it could not be opened, or is gone
 * @param generation of what could not be opened, as far as it is known
 */
export async function keepBesidePresent(
  folder: VaultFolder,
  present: {
    readonly base: VaultDocument;
    readonly beside: Beside | null;
  } | null,
  generation: number,
): Promise<Result<Uint8Array | null>> {
  if (present) {
    const { base, beside } = present;
    if (!beside) return success(null);
    const kept = await keepBeside(folder, base, beside);
    return kept.ok ? success(beside.bytes) : kept;
  }
  const file = await folder.read("edits.age");
  if (!file.ok || file.value === null) return file;
  const kept = await keepUnread(folder, { generation, mark: "" }, file.value);
  return kept.ok ? file : kept;
}

/** After a write of the whole vault: what lay beside the one of before goes. What came since stays. */
export async function clearBeside(
  folder: VaultFolder,
  kept: Uint8Array | null,
): Promise<Result<void>> {
  if (kept === null) return success(undefined);
  const file = await folder.read("edits.age");
  if (!file.ok) return file;
  const isKept = file.value !== null && equalBytes(file.value, kept);
  return isKept ? folder.remove("edits.age") : success(undefined);
}

/** As long as a day's generations are kept: by then a folder that was synced half is whole. */
const strayMs = 30 * 86_400_000;

/**
 * Small changes that are of no generation that is kept, and have not been for long, go: nothing is left that they were made to.
 * Call it once generations are thinned.
 */
export async function removeStrayEdits(
  { backups: { edits } }: VaultFolder,
  kept: readonly GenerationId[],
  now: Date,
): Promise<void> {
  const listed = await edits.list();
  for (const one of listed.ok ? listed.value : []) {
    if (kept.some((id) => isSame(id, one.of))) continue;
    const writtenAt = await edits.writtenAt(one);
    if (writtenAt && now.getTime() - writtenAt.getTime() > strayMs)
      await edits.remove(one);
  }
}

/** Small changes go with their generation, but for those that nobody could read. */
export async function removeEditsOf(
  { backups: { edits } }: VaultFolder,
  gone: GenerationId,
): Promise<void> {
  const listed = await edits.list();
  for (const one of listed.ok ? listed.value : [])
    if (one.generation > 0 && isSame(one.of, gone)) await edits.remove(one);
}
