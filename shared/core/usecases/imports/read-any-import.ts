import { kindByBytes } from "../../imports/file-kinds/first-bytes.ts";
import { limits } from "../../limits.ts";
import type { SourceFile } from "../../ports/source-files.ts";
import { success, type Result } from "../../result.ts";
import type { Secret } from "../../secret.ts";
import { readArchive } from "../vault/generations/backup-archive.ts";
import { openArchive } from "../vault/generations/open-backup-archive.ts";
import type { VaultPorts } from "../vault/ports.ts";
import { readImport, type ImportedFile } from "./imported-file.ts";

/** A backup has the whole ledger beside its vault; by its first bytes it shows what it is. */
export function mostBytes(head: Uint8Array): number {
  return kindByBytes(head)?.kind === "vault-backup"
    ? limits.backup.most
    : limits.input.most;
}

/**
 * As `readImport`, and for a vault's file or backup, as a synchronised folder leaves a copy that lost: opened with what
 * opens it here, its contexts are those of the file, with all that it knows about them. Errors: those of both.
 */
export function readAnyImport(
  ports: VaultPorts,
  recoveryKey: Secret | null = null,
): (path: string, source: SourceFile) => Promise<Result<ImportedFile>> {
  return async (path, source) => {
    const read = readImport(path, source);
    const kind = read.ok ? null : read.error.found?.file.kind;
    if (kind !== "vault-file" && kind !== "vault-backup") return read;
    const archive = readArchive(source.bytes);
    if (!archive.ok) return archive;
    const opened = await openArchive(ports, archive.value, recoveryKey);
    if (!opened.ok) return opened;
    const { contexts: stored, current } = opened.value.document;
    const all = [...stored];
    return success({
      kind: "vault",
      path,
      ...source,
      current,
      contexts: new Map(all.map(([name, { config }]) => [name, config])),
      unknown: new Map(
        all.map(([name, { metadata }]) => [name, metadata.unknown ?? {}]),
      ),
      leftOver: [{ kind: "vault" }],
      stored,
      warnings: [],
    });
  };
}
