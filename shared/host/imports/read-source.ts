import { vaultError } from "../../core/errors.ts";
import type { MostBytes, SourceFile } from "../../core/ports/source-files.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { FileSource } from "../../contract/imports.ts";
import type { HostContext, OpenedImport } from "../host-context.ts";
import { openedSops } from "../stores/open-stores.ts";
import { chooseFile } from "./choose-file.ts";

export interface ReadSource extends Pick<OpenedImport, "from"> {
  readonly path: string;
  readonly source: SourceFile;
}

/**
 * A file as the person says it: chosen, dropped, typed where there is no dialog, or the clipboard. One of SOPS is opened where a key for it is
 * at hand. Null when they chose none. `title`: of
 * the dialog. `most`: as in `SourceFiles`. Errors: those of reading; `file-missing` for what is not kept any more.
 */
export async function readSource(
  context: HostContext,
  source: FileSource,
  title: string,
  most?: MostBytes,
): Promise<Result<ReadSource | null>> {
  const read = await readAsItIs(context, source, title, most);
  if (!read.ok || read.value === null) return read;
  const { path, source: file } = read.value;
  const opened = await openedSops(context, path, file.bytes);
  if (!opened.ok) return opened;
  return opened.value
    ? success({
        ...read.value,
        source: { bytes: opened.value, identity: null, isEncrypted: true },
      })
    : read;
}

async function readAsItIs(
  context: HostContext,
  source: FileSource,
  title: string,
  most: MostBytes | undefined,
): Promise<Result<ReadSource | null>> {
  const { ports, uploads } = context;
  if (source.kind === "clipboard") {
    const text = await ports.desktop.readClipboard?.();
    if (!text?.trim()) return failure(emptyClipboard());
    const bytes = new TextEncoder().encode(text);
    const read = { bytes, identity: null };
    return success({ source: read, path: "clipboard", from: "clipboard" });
  }
  if (source.kind === "upload") {
    const bytes = uploads.get(source.token);
    uploads.delete(source.token);
    if (!bytes) return failure(notOpen());
    const read = { bytes, identity: null };
    return success({ source: read, path: "dropped file", from: "upload" });
  }
  const chosen = await pathOf(context, source, title);
  if (!chosen.ok || chosen.value === null) return chosen as Result<null>;
  const path = chosen.value;
  const read = await ports.sources.readSource(path, most);
  return read.ok ? success({ source: read.value, path, from: "file" }) : read;
}

/** A page names no path but those that it was given: the places of talosctl, and what was dropped on the window. */
async function pathOf(
  context: HostContext,
  source: Exclude<FileSource, { readonly kind: "clipboard" | "upload" }>,
  title: string,
): Promise<Result<string | null>> {
  if (source.kind === "dialog") return chooseFile(context, title, undefined);
  if (source.kind === "dropped") {
    const path = context.dropped.get(source.token);
    return path === undefined ? failure(notOpen()) : success(path);
  }
  const { path } = source;
  const isKnown = context.ports.locations().some((one) => one.path === path);
  return isKnown ? success(path) : chooseFile(context, title, path);
}

export function notOpen() {
  return vaultError(
    "file-missing",
    "That file is not open any more.",
    "Choose it again.",
  );
}

function emptyClipboard() {
  return vaultError(
    "talosconfig-invalid",
    "There is no text in the clipboard.",
    "Copy the whole text, then try again.",
  );
}
