// Imports from a window: a file is chosen or dropped, looked at, applied, and removed where it is proven to be held.
// Keep: The bytes stay in main under a token; a path that the page types counts only where the host has no dialogs.
import { inSlices } from "../../core/work-in-slices.ts";
import { warning } from "../../core/warning.ts";
import { equalBytes } from "../../core/bytes.ts";
import { limits } from "../../core/limits.ts";
import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { findTalosconfigs, readImport } from "./find-talosconfigs.ts";
import {
  isOfLeftOut,
  leftOverText,
} from "../../core/imports/left-over-text.ts";
import {
  applyImport,
  readEarlier,
} from "../../core/usecases/imports/apply-import.ts";
import { examineFiles } from "../../core/usecases/imports/examine-files.ts";
import {
  importContexts,
  withClusterFindings,
} from "../../core/usecases/imports/import-contexts.ts";
import { notePlaintext } from "../../core/usecases/imports/note-plaintext.ts";
import type { OnConflict } from "../../core/usecases/imports/plan-import.ts";
import { removeSource } from "../../core/usecases/imports/remove-imported-file.ts";
import { readFromStore } from "../../core/usecases/stores/read-from-store.ts";
import type {
  FileSource,
  ImportOutcome,
  ImportPreview,
} from "../../contract/imports.ts";
import type { RequestOf } from "../../contract/index.ts";
import {
  changeUndoably,
  readOpen,
  type Handlers,
  type HostContext,
  type OpenedImport,
} from "../host-context.ts";
import {
  openTyped,
  unlessCancelled,
  type Asked,
} from "../stores/open-stores.ts";
import { keepByToken } from "../tasks/token.ts";
import { notOpen, readSource } from "./read-source.ts";

export type ImportChannel =
  | "imports.found"
  | "imports.choose"
  | "imports.open"
  | "imports.preview"
  | "imports.apply"
  | "imports.remove-source"
  | "imports.clear-clipboard";

const mostChosen = limits.chosenFiles.most;

type Choices = RequestOf<"imports.apply">["choices"];

/** From a plaintext talosconfig to the vault. Its bytes are read, kept and compared here, never in a window. */
export function importHandlers(context: HostContext): Handlers<ImportChannel> {
  return {
    "imports.found": () => findTalosconfigs(context),
    "imports.choose": async () => {
      const { person } = context.ports;
      const paths = await person.chooseFiles("Import talosconfigs");
      return success(
        paths.map((path) => ({
          kind: "dropped" as const,
          token: keepByToken(context, context.dropped, path, mostChosen),
        })),
      );
    },
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
      const { file, proof } = opened.value;
      if (proof === null) return failure(notProven(file.path));
      const removed = await removeSource(
        vault.value.ports,
        context.ports.sources,
      )(proof);
      return removed.ok ? success({ path: file.path }) : removed;
    },
    "imports.clear-clipboard": async ({ token }) => {
      const opened = openedBy(context, token);
      if (!opened.ok) return opened;
      const { readClipboard, clearClipboard } = context.ports.desktop;
      const now = (await readClipboard?.()) ?? "";
      const isSame = equalBytes(
        new TextEncoder().encode(now),
        opened.value.file.bytes,
      );
      if (isSame) clearClipboard?.();
      return success(null);
    },
  };
}

async function open(
  context: HostContext,
  source: RequestOf<"imports.open">,
): Promise<Result<ImportPreview | null>> {
  const read =
    source.kind === "store"
      ? await unlessCancelled(context, () => readStore(context, source))
      : await readFile(context, source);
  if (!read.ok || read.value === null) return read as Result<null>;
  const { file, from } = read.value;
  const { examiner, vault } = context.ports;
  const now = vault.clock.now();
  const examined = await examineFiles(examiner, [file], now);
  // What is not examined yet would be examined here.
  if (context.signal?.aborted) return failure(notOpen());
  const opened = { file, from, proof: null, examined };
  const token = keepByToken(context, context.imports, opened);
  return preview(context, token, opened, []);
}

type Read = Pick<OpenedImport, "file" | "from">;

async function readFile(
  context: HostContext,
  source: FileSource,
): Promise<Result<Read | null>> {
  const read = await readSource(context, source, "Import a talosconfig");
  if (!read.ok || read.value === null) return read as Result<null>;
  const { source: bytes, path, from } = read.value;
  const named = from === "file" ? path : `The ${path}`;
  const file = await readImport(context.ports, named, bytes);
  return file.ok ? success({ file: { ...file.value, path }, from }) : file;
}

async function readStore(
  context: HostContext,
  typed: Asked,
): Promise<Result<Read>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const place = await openTyped(context, document.value, typed);
  if (!place.ok) return place;
  const { store, address } = place.value;
  const file = await readFromStore(store, address);
  return file.ok ? success({ file: file.value, from: "store" }) : file;
}

function openedBy(context: HostContext, token: string): Result<OpenedImport> {
  const opened = context.imports.get(token);
  return opened ? success(opened) : failure(notOpen());
}

async function preview(
  context: HostContext,
  token: string,
  { file, from, examined }: OpenedImport,
  choices: Choices,
): Promise<Result<ImportPreview>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const now = context.ports.vault.clock.now();
  const wantsEarlier = wantedNames(choices);
  const onConflict = conflictOf(choices);
  const options = { onConflict, use: false, examined, wantsEarlier };
  const earlier = await readEarlier(context.ports.ledger);
  const known = { now, earlier };
  const planned = await importContexts(document.value, file, options, known);
  if (!planned.ok) return planned;
  const skipped = skippedNames(choices);
  const { document: imported, report } = planned.value;
  const { warnings, leftOver } = report;
  const contexts = withClusterFindings(report.contexts, imported, now);
  const aside = leftOver
    .filter(({ kind }) => !isOfLeftOut(kind))
    .map((one) =>
      warning(
        "not-imported",
        `${from === "store" ? file.path : "The file"} also has ${leftOverText(one)}: that is not imported.`,
        {},
        "info",
      ),
    );
  return success({
    token,
    path: file.path,
    from,
    warnings: [...warnings, ...aside],
    contexts: await inSlices(contexts, (one) => {
      const config = file.contexts.get(one.name);
      const summary = config ? examined(config, now).certificate : null;
      return {
        ...one,
        kind:
          skipped.has(one.name) && one.kind !== "earlier"
            ? "skipped"
            : one.kind,
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
  const { file, from, examined } = opened.value;
  const leaveOut = skippedNames(choices);
  const onConflict = conflictOf(choices);
  const wantsEarlier = wantedNames(choices);
  const applied = await applyImport(
    {
      change: (change) =>
        changeUndoably(context, `Imported ${file.path}.`, change),
      clock: context.ports.vault.clock,
      ledger: context.ports.ledger,
    },
    [file],
    { onConflict, use, leaveOut, examined, wantsEarlier },
  );
  if (!applied.ok) return applied;
  const { files, current } = applied.value;
  const [outcome] = files;
  opened.value.proof = outcome?.proof ?? null;
  // What was imported stands, noted or not.
  if (from === "file")
    await notePlaintext(context.ports.notes, [file.path], "imported");
  context.events.tell({ kind: "vault" });
  return success({
    imported:
      outcome?.contexts.filter(({ isChanged }) => isChanged).length ?? 0,
    current,
    canRemoveSource: opened.value.proof !== null,
    leftOver:
      from === "file" ? (outcome?.leftOver.map(leftOverText) ?? []) : [],
  });
}

function skippedNames(choices: Choices): ReadonlySet<string> {
  return new Set(
    choices.filter(({ choice }) => choice === "skip").map(({ name }) => name),
  );
}

/** Contexts of which a person said that they come in. */
function wantedNames(choices: Choices): (name: string) => boolean {
  const wanted = new Set(
    choices.filter(({ choice }) => choice !== "skip").map(({ name }) => name),
  );
  return (name) => wanted.has(name);
}

function conflictOf(choices: Choices): (name: string) => OnConflict {
  const chosen = new Map(choices.map(({ name, choice }) => [name, choice]));
  return (name) => {
    const choice = chosen.get(name) ?? "import";
    return choice === "import" ? "rename" : choice;
  };
}

function notProven(path: string) {
  return vaultError(
    "declined",
    `${path} stays: it was not imported whole.`,
    "Import it, and leave nothing out.",
  );
}
