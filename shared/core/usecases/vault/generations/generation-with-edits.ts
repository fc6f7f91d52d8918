import type {
  EditsId,
  GenerationId,
  VaultFolder,
} from "../../../ports/vault-folder.ts";
import { success, type Result } from "../../../result.ts";
import { isSame } from "./generation-names.ts";
import { readArchive, type VaultArchive } from "./backup-archive.ts";

/**
 * A generation as it was last: its file, with the small changes that were made to it. Null where it is not there. Errors:
 * those of reading, `vault-damaged`.
 * @param wanted the changes that are meant; absent: the latest
 */
export async function keptArchive(
  { backups }: VaultFolder,
  id: GenerationId,
  wanted?: EditsId,
): Promise<Result<VaultArchive | null>> {
  const file = await backups.read(id);
  if (!file.ok) return file;
  if (file.value === null) return success(null);
  const archive = readArchive(file.value);
  // One that could not be opened was kept whole.
  if (!archive.ok || archive.value.edits !== null) return archive;
  const listed = await backups.edits.list();
  if (!listed.ok) return listed;
  const editsId = wanted ?? latestOf(id, listed.value);
  if (!editsId) return archive;
  const edits = await backups.edits.read(editsId);
  return edits.ok ? success({ ...archive.value, edits: edits.value }) : edits;
}

/** The changes of one vault file that could be read, the latest first. */
function latestOf(
  id: GenerationId,
  all: readonly EditsId[],
): EditsId | undefined {
  return all
    .filter(({ of, generation }) => generation > 0 && isSame(of, id))
    .toSorted((a, b) => b.generation - a.generation)[0];
}
