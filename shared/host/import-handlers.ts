import { equalBytes } from "../core/bytes.ts";
import type { Finding } from "../core/certificates/finding.ts";
import { examineContext } from "../core/certificates/findings.ts";
import type { TalosContext } from "../core/talosconfig/types.ts";
import { summarizeCertificate } from "../core/certificates/summarize.ts";
import { vaultError } from "../core/errors.ts";
import { failure, success, type Result } from "../core/result.ts";
import {
  parseTalosconfig,
  type ParsedTalosconfig,
} from "../core/talosconfig/parse.ts";
import { importTalosconfig } from "../core/usecases/import-talosconfig.ts";
import type { OnConflict } from "../core/usecases/plan-import.ts";
import { removeSource } from "../core/usecases/remove-source.ts";
import type {
  FoundTalosconfig,
  ImportOutcome,
  ImportPreview,
} from "../contract/imports.ts";
import type { RequestOf } from "../contract/index.ts";
import { chooseFile } from "./choose-file.ts";
import {
  changeUndoably,
  readOpen,
  type Handlers,
  type HostContext,
  type OpenedImport,
} from "./host-context.ts";
import { keepByToken } from "./token.ts";

export type ImportChannel =
  | "imports.found"
  | "imports.open"
  | "imports.preview"
  | "imports.apply"
  | "imports.remove-source"
  | "imports.clear-clipboard";

type Choices = RequestOf<"imports.apply">["choices"];

/** From a plaintext talosconfig to the vault. Its bytes are read, kept and compared here, never in a window. */
export function importHandlers(context: HostContext): Handlers<ImportChannel> {
  return {
    "imports.found": () => found(context),
    "imports.open": (source) => open(context, source),
    "imports.preview": async ({ token, choices }) => {
      const opened = openedBy(context, token);
      return opened.ok
        ? preview(context, token, opened.value, choices)
        : opened;
    },
    "imports.apply": (request) => apply(context, request),
    "imports.remove-source": async ({ token }) => {
      const opened = openedBy(context, token);
      const vault = context.lock.opened();
      if (!opened.ok) return opened;
      if (!vault.ok) return vault;
      const { path, from } = opened.value;
      if (from !== "file") return failure(gone());
      const removed = await removeSource(
        vault.value.ports,
        context.ports.files,
      )(opened.value);
      return removed.ok ? success({ path }) : removed;
    },
    "imports.clear-clipboard": async ({ token }) => {
      const opened = openedBy(context, token);
      if (!opened.ok) return opened;
      const { readClipboard, clearClipboard } = context.ports.desktop;
      const now = (await readClipboard?.()) ?? "";
      const isSame = equalBytes(
        new TextEncoder().encode(now),
        opened.value.bytes,
      );
      if (isSame) clearClipboard?.();
      return success(null);
    },
  };
}

async function found({
  ports,
}: HostContext): Promise<Result<readonly FoundTalosconfig[]>> {
  const all = await Promise.all(
    ports.locations().map(async ({ path, origin }) => {
      if (!(await ports.files.exists(path))) return null;
      const bytes = await ports.files.read(path);
      const parsed = bytes.ok ? parseTalosconfig(bytes.value) : bytes;
      if (!parsed.ok)
        return { path, origin, problem: parsed.error.message, contexts: 0 };
      const contexts = parsed.value.config.contexts.size;
      return { path, origin, problem: null, contexts };
    }),
  );
  return success(all.filter((one) => one !== null));
}

async function open(
  context: HostContext,
  source: RequestOf<"imports.open">,
): Promise<Result<ImportPreview | null>> {
  const read = await readSource(context, source);
  if (!read.ok || read.value === null) return read as Result<null>;
  const { bytes, path, from } = read.value;
  const parsed = parseTalosconfig(bytes);
  if (!parsed.ok) return parsed;
  const opened = {
    bytes,
    path,
    from,
    parsed: parsed.value,
    examine: onceEach(),
  };
  const token = keepByToken(context, context.imports, opened);
  return preview(context, token, opened, []);
}

type ReadSource = Pick<OpenedImport, "bytes" | "path" | "from">;

async function readSource(
  context: HostContext,
  source: RequestOf<"imports.open">,
): Promise<Result<ReadSource | null>> {
  const { ports, uploads } = context;
  if (source.kind === "clipboard") {
    const text = await ports.desktop.readClipboard?.();
    if (!text?.trim()) return failure(emptyClipboard());
    const bytes = new TextEncoder().encode(text);
    return success({ bytes, path: "clipboard", from: "clipboard" });
  }
  if (source.kind === "upload") {
    const bytes = uploads.get(source.token);
    uploads.delete(source.token);
    if (!bytes) return failure(gone());
    return success({ bytes, path: "dropped file", from: "upload" });
  }
  const chosen = await pathOf(context, source);
  if (!chosen.ok || chosen.value === null) return chosen as Result<null>;
  const path = chosen.value;
  const bytes = await ports.files.read(path);
  return bytes.ok ? success({ bytes: bytes.value, path, from: "file" }) : bytes;
}

/** A page names no path but those that it was given: the places of talosctl, and what was dropped on the window. */
async function pathOf(
  context: HostContext,
  source: Exclude<
    RequestOf<"imports.open">,
    { readonly kind: "clipboard" | "upload" }
  >,
): Promise<Result<string | null>> {
  const title = "Import a talosconfig";
  if (source.kind === "dialog") return chooseFile(context, title, undefined);
  if (source.kind === "dropped") {
    const path = context.dropped.get(source.token);
    return path === undefined ? failure(gone()) : success(path);
  }
  const { path } = source;
  const isKnown = context.ports.locations().some((one) => one.path === path);
  return isKnown ? success(path) : chooseFile(context, title, path);
}

function openedBy(context: HostContext, token: string): Result<OpenedImport> {
  const opened = context.imports.get(token);
  return opened ? success(opened) : failure(gone());
}

async function preview(
  context: HostContext,
  token: string,
  { parsed, path, from, examine }: OpenedImport,
  choices: Choices,
): Promise<Result<ImportPreview>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const now = context.ports.vault.clock.now();
  const options = { onConflict: conflictOf(choices), use: false, examine };
  const planned = importTalosconfig(document.value, parsed, options, now);
  if (!planned.ok) return planned;
  const skipped = skippedNames(choices);
  const { contexts, notes } = planned.value.report;
  return success({
    token,
    path,
    isFile: from === "file",
    notes,
    contexts: contexts.map((one) => {
      const config = parsed.config.contexts.get(one.name);
      const summary = config ? summarizeCertificate(config) : null;
      return {
        ...one,
        kind: skipped.has(one.name) ? "skipped" : one.kind,
        roles: summary?.roles ?? [],
        endpoints: config?.endpoints ?? [],
        notAfter: summary?.notAfter.toISOString() ?? null,
      };
    }),
  });
}

async function apply(
  context: HostContext,
  { token, choices, use }: RequestOf<"imports.apply">,
): Promise<Result<ImportOutcome>> {
  const opened = openedBy(context, token);
  if (!opened.ok) return opened;
  const parsed = without(opened.value.parsed, skippedNames(choices));
  const { examine } = opened.value;
  const options = { onConflict: conflictOf(choices), use, examine };
  const now = context.ports.vault.clock.now();
  let imported = 0;
  const what = `Imported ${opened.value.path}.`;
  const changed = await changeUndoably(context, what, (document) => {
    const outcome = importTalosconfig(document, parsed, options, now);
    if (!outcome.ok) return outcome;
    const { report } = outcome.value;
    imported = report.contexts.filter(({ kind }) =>
      ["new", "renamed", "replaced"].includes(kind),
    ).length;
    return success(outcome.value.document);
  });
  if (!changed.ok) return changed;
  context.events.tell({ kind: "vault" });
  return success({
    imported,
    current: changed.value.document.current,
    canRemoveSource: opened.value.from === "file",
  });
}

/** The doctor reads certificates: one look at each context is enough for all previews of a file. */
function onceEach(): OpenedImport["examine"] {
  const known = new WeakMap<TalosContext, readonly Finding[]>();
  return (config, now) => {
    const findings = known.get(config) ?? examineContext(config, now);
    known.set(config, findings);
    return findings;
  };
}

function skippedNames(choices: Choices): ReadonlySet<string> {
  return new Set(
    choices.filter(({ choice }) => choice === "skip").map(({ name }) => name),
  );
}

function conflictOf(choices: Choices): (name: string) => OnConflict {
  const chosen = new Map(choices.map(({ name, choice }) => [name, choice]));
  return (name) => {
    const choice = chosen.get(name) ?? "import";
    return choice === "import" ? "rename" : choice;
  };
}

function without(
  parsed: ParsedTalosconfig,
  skipped: ReadonlySet<string>,
): ParsedTalosconfig {
  const contexts = new Map(
    [...parsed.config.contexts].filter(([name]) => !skipped.has(name)),
  );
  return { ...parsed, config: { ...parsed.config, contexts } };
}

function gone() {
  return vaultError(
    "file-missing",
    "That file is not open for import any more.",
    "Choose it again.",
  );
}

function emptyClipboard() {
  return vaultError(
    "talosconfig-invalid",
    "There is no text in the clipboard.",
    "Copy the whole talosconfig, then try again.",
  );
}
