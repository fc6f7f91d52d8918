import { vaultError, withActions, type VaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import { bare, readArchive, type VaultArchive } from "./archive.ts";
import { generationName } from "./generation-names.ts";
import type { VaultPorts } from "./ports.ts";

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
    const file = await folder.read("vault.age");
    if (!file.ok) return file;
    return file.value ? success(bare(file.value)) : failure(noGeneration());
  }
  const { generation, mark = "" } = source;
  const all = await folder.backups.list();
  if (!all.ok) return all;
  const found = all.value.filter(
    (one) => one.generation === generation && one.mark.startsWith(mark),
  );
  const [id] = found;
  if (!id) return failure(noGeneration());
  if (found.length > 1)
    return failure(
      severalGenerations(found.map((one) => generationName(one, all.value))),
    );
  const file = await folder.backups.read(id);
  if (!file.ok) return file;
  return file.value ? readArchive(file.value) : failure(noGeneration());
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
    ["doctor"],
  );
}

function noGeneration() {
  return withActions(
    vaultError(
      "file-missing",
      "That generation is not there.",
      "Look which generations are kept.",
    ),
    ["doctor"],
  );
}

function severalGenerations(names: readonly string[]) {
  return vaultError(
    "usage",
    `Several machines wrote that generation: ${names.join(", ")}.`,
    "Name one of them.",
  );
}
