import { success, type Result } from "../result.ts";
import type { ParsedTalosconfig } from "../talosconfig/parse.ts";
import type { VaultDocument } from "../vault/document.ts";
import { changeVault } from "./vault/change.ts";
import { importTalosconfig, type ImportReport } from "./import-talosconfig.ts";
import { openVault } from "./vault/open.ts";
import type { ConflictChoice } from "./plan-import.ts";
import type { VaultPorts } from "./vault/ports.ts";

export interface ImportSource {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly parsed: ParsedTalosconfig;
}

export interface ImportFilesOptions {
  readonly onConflict: ConflictChoice;
  readonly use: boolean;
  readonly dryRun: boolean;
}

export interface ImportedFiles {
  readonly files: readonly (ImportReport & { readonly path: string })[];
  readonly current: string;
  readonly isChanged: boolean;
}

/** Imports all files in one write: all of them, or, when one cannot be imported, none. */
export function importFiles(
  ports: VaultPorts,
): (
  sources: readonly ImportSource[],
  options: ImportFilesOptions,
) => Promise<Result<ImportedFiles>> {
  return async (sources, options) => {
    let files: ImportedFiles["files"] = [];
    const change = (document: VaultDocument): Result<VaultDocument> => {
      const all = importAll(document, sources, options, ports.clock.now());
      if (!all.ok) return all;
      files = all.value.files;
      return success(all.value.document);
    };
    if (options.dryRun) {
      const opened = await openVault(ports)();
      if (!opened.ok) return opened;
      const { document } = opened.value;
      const changed = change(document);
      if (!changed.ok) return changed;
      return success({
        files,
        current: changed.value.current,
        isChanged: changed.value !== document,
      });
    }
    const changed = await changeVault(ports)(change);
    if (!changed.ok) return changed;
    const { document, isChanged } = changed.value;
    return success({ files, current: document.current, isChanged });
  };
}

function importAll(
  document: VaultDocument,
  sources: readonly ImportSource[],
  options: ImportFilesOptions,
  now: Date,
): Result<{
  readonly document: VaultDocument;
  readonly files: ImportedFiles["files"];
}> {
  let changed = document;
  const files: (ImportReport & { path: string })[] = [];
  for (const { path, parsed } of sources) {
    const imported = importTalosconfig(changed, parsed, options, now);
    if (!imported.ok) return imported;
    changed = imported.value.document;
    files.push({ path, ...imported.value.report });
  }
  return success({ document: changed, files });
}
