import { withoutCause, type VaultError } from "../../core/errors.ts";
import type { SourceFile } from "../../core/ports/source-files.ts";
import {
  asImport,
  type ImportedFile,
} from "../../core/usecases/imports/imported-file.ts";
import { readEarlier } from "../../core/usecases/imports/apply-import.ts";
import { examineFiles } from "../../core/usecases/imports/examine-files.ts";
import { countNew } from "../../core/usecases/imports/import-contexts.ts";
import type { VaultDocument } from "../../core/vault/document.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { FoundTalosconfig } from "../../contract/imports.ts";
import { readOpen, type HostContext } from "../host-context.ts";

/**
 * What talosctl would read on this machine: how many contexts each file has and how many of them the open vault does not, or why it
 * has none. Errors: `vault-locked`, those of reading the vault.
 */
export async function findTalosconfigs(
  context: HostContext,
): Promise<Result<readonly FoundTalosconfig[]>> {
  const { ports } = context;
  const document = await readOpen(context);
  if (!document.ok) return document;
  const all = await Promise.all(
    ports.locations().map(async (place) => {
      if (!(await ports.files.exists(place.path))) return null;
      const counted = await countIn(ports, place.path, document.value);
      return counted.ok
        ? { ...place, problem: null, ...counted.value }
        : {
            ...place,
            problem: withoutCause(counted.error),
            contexts: 0,
            newContexts: 0,
          };
    }),
  );
  return success(all.filter((one) => one !== null));
}

async function countIn(
  ports: HostContext["ports"],
  path: string,
  document: VaultDocument,
): Promise<Result<Pick<FoundTalosconfig, "contexts" | "newContexts">>> {
  const source = await ports.sources.readSource(path);
  if (!source.ok) return source;
  const file = await readImport(ports, path, source.value);
  if (!file.ok) return file;
  const now = ports.vault.clock.now();
  const [examined, earlier] = await Promise.all([
    examineFiles(ports.examiner, [file.value], now),
    readEarlier(ports.ledger),
  ]);
  const known = { now, earlier };
  const counted = await countNew(document, file.value, examined, known);
  if (!counted.ok) return counted;
  const contexts = file.value.contexts.size;
  return success({ contexts, newContexts: counted.value });
}

/** A file may be anything, and long: it is read where it holds nobody up. */
export async function readImport(
  { parser }: HostContext["ports"],
  path: string,
  source: SourceFile,
): Promise<Result<ImportedFile>> {
  const classified = await parser.classify(source.bytes);
  const read = classified.ok
    ? asImport(path, source, classified.value)
    : classified;
  return read.ok ? read : failure(withWayOn(read.error));
}

/** What is no talosconfig and holds the key of a CA can be kept as an authority. */
function withWayOn(error: VaultError): VaultError {
  const file = error.found?.file;
  const hasAuthority =
    file?.kind === "secrets" ||
    (file?.kind === "machine-config" && file.type !== "worker") ||
    (file?.kind === "pem" && file.holds === "both");
  return hasAuthority ? { ...error, actions: ["keep-authority"] } : error;
}
