import type { EditsId, GenerationId } from "../../core/ports/vault-folder.ts";

const backupName = /^vault-(\d{1,15})(?:-([0-9a-f]{16}))?\.age$/;
/** The vault file that they were made to, then the generation and the mark of the last of them. */
const editsName =
  /^vault-(\d{1,15})(?:-([0-9a-f]{16}))?\.edits-(\d{1,15})-([0-9a-f]{16})\.age$/;

/** Whether a file of the folder `backups` is one of ours, by its name. */
export function isBackupName(name: string): boolean {
  return backupName.test(name) || editsName.test(name);
}

/** The name of the file that a generation is kept in. */
export function generationFile(id: GenerationId): string {
  return `${nameOf(id)}.age`;
}

/** The name of the file that small changes to a generation are kept in. */
export function editsFile({ of, generation, mark }: EditsId): string {
  return `${nameOf(of)}.edits-${String(generation)}-${mark}.age`;
}

/** The generations among these files, the newest first. */
export function generationsIn(
  names: readonly string[],
): readonly GenerationId[] {
  const generations = names.flatMap((name) => {
    const [, digits, mark = ""] = backupName.exec(name) ?? [];
    return digits === undefined ? [] : [{ generation: Number(digits), mark }];
  });
  return generations.toSorted((a, b) => b.generation - a.generation);
}

/** The small changes that are kept in these files. */
export function editsIn(names: readonly string[]): readonly EditsId[] {
  return names.flatMap((name) => {
    const [, digits, of = "", number, mark] = editsName.exec(name) ?? [];
    if (number === undefined || mark === undefined) return [];
    return [
      {
        of: { generation: Number(digits), mark: of },
        generation: Number(number),
        mark,
      },
    ];
  });
}

function nameOf({ generation, mark }: GenerationId): string {
  return mark === ""
    ? `vault-${String(generation)}`
    : `vault-${String(generation)}-${mark}`;
}
