import { withoutCause, type VaultError } from "../../core/errors.ts";
import type { SourceFile } from "../../core/ports/source-files.ts";
import {
  asImport,
  type ImportedFile,
} from "../../core/usecases/imports/imported-file.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { FoundTalosconfig } from "../../contract/imports.ts";
import type { HostContext } from "../host-context.ts";

/** What talosctl would read on this machine, and how many contexts each file has, or why it has none. */
export async function findTalosconfigs({
  ports,
}: HostContext): Promise<Result<readonly FoundTalosconfig[]>> {
  const all = await Promise.all(
    ports.locations().map(async ({ path, origin }) => {
      if (!(await ports.files.exists(path))) return null;
      const source = await ports.sources.readSource(path);
      const read = source.ok
        ? await readImport(ports, path, source.value)
        : source;
      if (!read.ok)
        return {
          path,
          origin,
          problem: withoutCause(read.error),
          contexts: 0,
        };
      const contexts = read.value.contexts.size;
      return { path, origin, problem: null, contexts };
    }),
  );
  return success(all.filter((one) => one !== null));
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
