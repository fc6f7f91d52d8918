import type { Warning } from "../../warning.ts";
import {
  classifyFile,
  otherFileOf,
  type ClassifiedFile,
} from "../../imports/classify-file.ts";
import type { StaysOutside } from "../../imports/left-over-text.ts";
import { otherFileProblem } from "../../imports/file-kinds/other-file-text.ts";
import type { Classifier } from "../../ports/classifier.ts";
import type { FileIdentity, SourceFile } from "../../ports/source-files.ts";
import { failure, success, type Result } from "../../result.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { Origin, StoredContext } from "../../vault/document.ts";
import type { UnknownKeys } from "../contexts/new-stored-context.ts";

/** A file of contexts, read and understood: all that is in it is either in `contexts` and `unknown`, or named in `leftOver`. */
export interface ImportedFile {
  readonly kind: "talosconfig" | "vault";
  /** As the person named it; `-` is standard input. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Null for what can not be removed: standard input, a clipboard. */
  readonly identity: FileIdentity | null;
  /** Name of the file's current context; empty when it has none. */
  readonly current: string;
  readonly contexts: ReadonlyMap<string, TalosContext>;
  /** Keys that Talos does not know, by context. */
  readonly unknown: ReadonlyMap<string, UnknownKeys>;
  readonly leftOver: readonly StaysOutside[];
  /** What another vault knows about its contexts; absent for a talosconfig. */
  readonly stored?: ReadonlyMap<string, StoredContext>;
  /** Where in a store it was; absent: in none. */
  readonly origin?: OriginPlace;
  /** Things a person would want to know, as sentences. */
  readonly warnings: readonly Warning[];
}

/** What is remembered of a place that contexts come from, the same for each of them. */
export type OriginPlace = Pick<
  Origin,
  "address" | "server" | "namespace" | "version" | "sha256"
>;

/**
 * Says what a file is, and reads it when it is a talosconfig. Errors: `talosconfig-invalid` for all others, with what
 * the file is instead (`found`), and for a talosconfig that talosctl would not read either.
 */
export function readImport(
  path: string,
  source: SourceFile,
): Result<ImportedFile> {
  return asImport(path, source, classifyFile(source.bytes));
}

/** Classifies in the thread that asks: for who has nobody else waiting. */
export const classifierHere: Classifier = {
  classify: async (bytes) => success(classifyFile(bytes)),
};

/** The same for a file whose bytes were classified already. */
export function asImport(
  path: string,
  { bytes, identity }: SourceFile,
  classified: ClassifiedFile,
): Result<ImportedFile> {
  if (classified.kind === "broken") {
    const { error } = classified;
    const name = path === "-" ? "Standard input" : path;
    return failure({ ...error, message: `${name}: ${error.message}` });
  }
  if (classified.kind !== "talosconfig")
    return failure(
      otherFileProblem(path, otherFileOf(classified), "talosconfig"),
    );
  const { config, unknown, leftOver, warnings } = classified.parsed;
  return success({
    kind: "talosconfig",
    path,
    bytes,
    identity,
    current: config.context,
    contexts: config.contexts,
    unknown,
    leftOver,
    warnings,
  });
}
