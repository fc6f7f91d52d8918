import { vaultError, withActions, type VaultError } from "../../../errors.ts";
import type { GenerationId, VaultFolder } from "../../../ports/vault-folder.ts";
import { failure, success, type Result } from "../../../result.ts";
import { bare, readArchive, type VaultArchive } from "./backup-archive.ts";
import { generationName } from "./generation-names.ts";
import { keptArchive } from "./generation-with-edits.ts";
import type { VaultPorts } from "../ports.ts";

export type RestoreSource =
  | { readonly kind: "file"; readonly bytes: Uint8Array }
  /** `mark`: the beginning of the write's mark, where two have the number. */
  | {
      readonly kind: "generation";
      readonly generation: number;
      readonly mark?: string;
    }
  /** The file that is in place, although it is older than the floor says. */
  | { readonly kind: "present" };

/** What is to be put in place. Errors: `file-missing`, `usage` for a number that several writes have, those of reading. */
export async function archiveOf(
  { folder }: VaultPorts,
  source: RestoreSource,
): Promise<Result<VaultArchive>> {
  if (source.kind === "file") return readArchive(source.bytes);
  if (source.kind === "present") {
    const edits = await folder.read("edits.age");
    if (!edits.ok) return edits;
    const file = await folder.read("vault.age");
    if (!file.ok) return file;
    return file.value
      ? success(bare(file.value, edits.value))
      : failure(noGeneration());
  }
  return ofGeneration(folder, source);
}

type Generation = Extract<RestoreSource, { readonly kind: "generation" }>;

/** A vault file by its own number; where none has that, the one whose small changes reached it. */
async function ofGeneration(
  folder: VaultFolder,
  { generation, mark = "" }: Generation,
): Promise<Result<VaultArchive>> {
  const isMeant = (one: GenerationId) =>
    one.generation === generation && one.mark.startsWith(mark);
  const all = await folder.backups.list();
  if (!all.ok) return all;
  const edits = await folder.backups.edits.list();
  if (!edits.ok) return edits;
  const vaults = all.value.filter(isMeant);
  const later = vaults.length > 0 ? [] : edits.value.filter(isMeant);
  const found = [...vaults, ...later];
  const [edit] = later;
  const id = vaults[0] ?? edit?.of;
  if (!id) return failure(noGeneration());
  if (found.length > 1)
    return failure(
      severalGenerations(
        found.map((one) => generationName(one, [...all.value, ...later])),
      ),
    );
  const archive = await keptArchive(folder, id, edit);
  if (!archive.ok) return archive;
  return archive.value ? success(archive.value) : failure(noGeneration());
}

/** What is damaged is not the vault in place. */
export function ofSource(error: VaultError, source: RestoreSource): VaultError {
  if (error.code !== "vault-damaged" || source.kind === "present") return error;
  const what =
    source.kind === "file"
      ? "That backup"
      : `Generation ${String(source.generation)}`;
  return withActions(
    vaultError(
      error.code,
      error.message.replace(/^The vault/, what),
      "Take another generation or backup. Nothing was changed.",
    ),
    ["generations"],
  );
}

function noGeneration() {
  return withActions(
    vaultError(
      "file-missing",
      "That generation is not there.",
      "Look which generations are kept.",
    ),
    ["generations"],
  );
}

function severalGenerations(names: readonly string[]) {
  return vaultError(
    "usage",
    `Several machines wrote that generation: ${names.join(", ")}.`,
    "Name one of them.",
  );
}
