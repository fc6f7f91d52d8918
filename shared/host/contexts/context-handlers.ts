// Contexts for a page: rows, one in full, changes that can be undone, what was removed, copies that leave the vault.
// Keep: Rows hold no key; an export is written by main, and only after what the policy wants confirmed.
import { lessGuardedCopies } from "../../core/policy/less-guarded-copies.ts";
import { describeCertificate } from "../../core/certificates/describe-certificate.ts";
import { success, type Result } from "../../core/result.ts";
import type { FollowedSessions } from "../../core/sessions/session-view.ts";
import { nextForFollowers } from "../../core/usecases/sessions/continue-session.ts";
import { describeInFull } from "../../core/usecases/contexts/describe-in-full.ts";
import { duplicateContext } from "../../core/usecases/contexts/duplicate-context.ts";
import { editContext } from "../../core/usecases/contexts/edit-context.ts";
import { notePlaintext } from "../../core/usecases/imports/note-plaintext.ts";
import {
  exportContexts,
  handOut,
} from "../../core/usecases/contexts/export-contexts.ts";
import { originView } from "../stores/origin-view.ts";
import { withConsent } from "../consent/with-consent.ts";
import { findContext } from "../../core/usecases/contexts/resolve-context-name.ts";
import { removeContexts } from "../../core/usecases/contexts/remove-contexts.ts";
import { renameContext } from "../../core/usecases/contexts/rename-context.ts";
import {
  repairableFindings,
  repairContext,
} from "../../core/usecases/contexts/repair-context.ts";
import { useContext } from "../../core/usecases/contexts/set-current-context.ts";
import type { VaultDocument } from "../../core/vault/document.ts";
import type {
  AuthorityRow,
  ContextPage,
  ContextRow,
  MenuContexts,
} from "../../contract/contexts.ts";
import type { RequestOf } from "../../contract/index.ts";
import {
  changeAndTell,
  changeUndoably,
  readOpen,
  type Handlers,
  type HostContext,
} from "../host-context.ts";
import { issuingPorts } from "../issuing-ports.ts";
import { menuRows } from "./menu-rows.ts";
import { pastSessions } from "../sessions/past-sessions.ts";
import { lastUses, rowsOf, tellRows } from "./rows.ts";
import { countOf } from "../../core/counted-noun.ts";

export type ContextChannel =
  | "contexts.list"
  | "contexts.last-used"
  | "contexts.for-menu"
  | "contexts.authorities"
  | "contexts.show"
  | "contexts.use"
  | "contexts.rename"
  | "contexts.duplicate"
  | "contexts.edit"
  | "contexts.repair"
  | "contexts.remove"
  | "contexts.export";

/** Looking at contexts and changing them. */
export function contextHandlers(
  context: HostContext,
): Handlers<ContextChannel> {
  const change = changeAndTell(context);
  return {
    "contexts.list": () => list(context),
    "contexts.last-used": async () => success(await lastUses(context)),
    "contexts.for-menu": () => forMenu(context),
    "contexts.authorities": () => authorities(context),
    "contexts.show": ({ name }) => show(context, name),
    "contexts.use": ({ name }) => use(context, name),
    "contexts.rename": ({ from, to }) =>
      change(`Renamed "${from}" to "${to}".`, (document) =>
        renameContext(document, from, to),
      ),
    "contexts.duplicate": ({ from, as }) =>
      change(`Duplicated "${from}" as "${as}".`, (document) =>
        duplicateContext(document, from, as),
      ),
    "contexts.edit": (request) => edit(context, request),
    "contexts.repair": ({ name }) =>
      change(`Repaired the addresses of "${name}".`, (document) =>
        repairContext(document, name),
      ),
    "contexts.remove": async ({ names }) => {
      const [first = ""] = names;
      const what =
        names.length === 1 ? `"${first}"` : countOf(names.length, "context");
      const now = context.ports.vault.clock.now();
      const removed = await change(`Removed ${what}.`, (document) =>
        removeAll(document, names, now),
      );
      const removedAt = now.toISOString();
      return removed.ok
        ? success({ removed: names.length, removedAt })
        : removed;
    },
    "contexts.export": (request) => exportPlain(context, request),
  };
}

async function list(
  context: HostContext,
): Promise<Result<readonly ContextRow[]>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  return success(await rowsOf(context, document.value));
}

async function forMenu(context: HostContext): Promise<Result<MenuContexts>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  return success(await menuRows(context, document.value));
}

async function authorities(
  context: HostContext,
): Promise<Result<readonly AuthorityRow[]>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const now = context.ports.vault.clock.now();
  // It reads files of clusters, and the reader of YAML is large.
  const { listAuthorities } =
    await import("../../core/usecases/authorities/list-authorities.ts");
  return success(listAuthorities(document.value, now));
}

const sessionsShown = 50;

async function show(
  context: HostContext,
  wanted: string,
): Promise<Result<ContextPage>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const found = findContext(document.value, wanted);
  if (!found.ok) return found;
  const { name, context: stored } = found.value;
  const now = context.ports.vault.clock.now();
  const details = describeInFull(name, stored, document.value, now);
  return success({
    ...details,
    card: describeCertificate(stored.config),
    origin: originView(stored),
    history: (await pastSessions(context))
      .filter((past) => past.context === name)
      .slice(0, sessionsShown),
    repairable: repairableFindings(stored.config, now),
  });
}

/** Changes one context; where it is dialled is more than its row, all else the row says. */
async function edit(
  context: HostContext,
  { name, edit: change, among = [] }: RequestOf<"contexts.edit">,
): Promise<Result<null>> {
  const isRow = !dialled.some((field) => change[field] !== undefined);
  return context.changes.run(async () => {
    const wanted = withoutUndefined(change);
    const said = { names: [] };
    const changed = await withConsent(context, "ask-less", said, ({ length }) =>
      changeUndoably(context, `Changed "${name}".`, (document) =>
        editContext(document, name, { ...wanted, isAgreed: length > 0 }),
      ),
    );
    if (!changed.ok) return changed;
    const { document } = changed.value;
    const copies = lessGuardedCopies(document, name, change);
    tellCopies(
      context,
      name,
      copies.filter((copy) => !among.includes(copy)),
    );
    if (isRow) await tellRows(context, document, [name]);
    else context.events.tell({ kind: "vault" });
    return success(null);
  });
}

/** Whoever marks one context is not to believe that its credential is guarded under each of its names. */
function tellCopies(
  { events }: HostContext,
  name: string,
  contexts: readonly string[],
): void {
  if (contexts.length === 0) return;
  const title = "The same credential under other names, guarded less";
  const text = "it is lent as before; mark it as well.";
  events.tell({ kind: "notice", tone: "warning", title, text, contexts });
}

const dialled = ["endpoints", "nodes", "cluster", "proxyUrl"] as const;

async function use(
  context: HostContext,
  wanted: string,
): Promise<Result<FollowedSessions>> {
  const open = context.lock.opened();
  if (!open.ok) return open;
  const changed = await context.changes.run(async () => {
    const used = await open.value.change((document) =>
      useContext(document, wanted),
    );
    if (used.ok) {
      const { document } = used.value;
      const { current, previous } = document;
      await tellRows(context, document, [current, previous]);
    }
    return used;
  });
  if (!changed.ok) return changed;
  const { document } = changed.value;
  const next = nextForFollowers(issuingPorts(context), document);
  return success(await context.ports.sessions.repointFollowing(next));
}

function removeAll(
  document: VaultDocument,
  names: readonly string[],
  now: Date,
): Result<VaultDocument> {
  for (const name of names) {
    const found = findContext(document, name);
    if (!found.ok) return found;
  }
  return removeContexts(document, names, now);
}

async function exportPlain(
  context: HostContext,
  {
    names,
    path: typed,
    reason,
    confirmations = [],
  }: RequestOf<"contexts.export">,
): Promise<Result<{ readonly path: string } | null>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const now = context.ports.vault.clock.now();
  const said = { reason, names: confirmations };
  const exported = await withConsent(context, "export", said, async (agreed) =>
    exportContexts(document.value, names, { ...said, agreed }, now),
  );
  if (!exported.ok) return exported;
  const { person, files, ledger, notes, vault } = context.ports;
  const title = "A talosconfig in plain text";
  const target = await person.chooseTarget(title, "talosconfig", typed);
  if (target === null) return success(null);
  const { path, isReplacing } = target;
  const judged = await files.judgeTarget(path, isReplacing);
  if (!judged.ok) return judged;
  const ports = { ledger, clock: vault.clock };
  const written = await handOut(ports, exported.value, path, (text) =>
    files.writePrivate(path, new TextEncoder().encode(text), isReplacing),
  );
  if (!written.ok) return written;
  // What was written stands, noted or not.
  await notePlaintext(notes, [path], "made");
  return success({ path });
}

/** The schema leaves absent fields out or gives undefined; an edit has the first alone. */
function withoutUndefined<T extends object>(
  value: T,
): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return Object.fromEntries(
    Object.entries(value).filter(([, one]) => one !== undefined),
  ) as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
