import { describeCertificate } from "../../core/certificates/describe-certificate.ts";
import { readRenamings } from "../../core/usecases/ledger/read-renamings.ts";
import { nameNow } from "../../core/ledger/name-now.ts";
import { success, type Result } from "../../core/result.ts";
import type { PastSession } from "../../core/sessions/history.ts";
import type { FollowedSessions } from "../../core/sessions/session-view.ts";
import { nextForFollowers } from "../../core/usecases/sessions/continue-session.ts";
import {
  describeContexts,
  describeInFull,
} from "../../core/usecases/contexts/describe-contexts.ts";
import { duplicateContext } from "../../core/usecases/contexts/duplicate-context.ts";
import { editContext } from "../../core/usecases/contexts/edit-context.ts";
import { notePlaintext } from "../../core/usecases/imports/note-plaintext.ts";
import {
  exportContexts,
  handOut,
} from "../../core/usecases/contexts/export-contexts.ts";
import { findContext } from "../../core/usecases/contexts/find-context.ts";
import { removeContexts } from "../../core/usecases/contexts/remove-contexts.ts";
import { renameContext } from "../../core/usecases/contexts/rename-context.ts";
import {
  repairableFindings,
  repairContext,
} from "../../core/usecases/contexts/repair-context.ts";
import { useContext } from "../../core/usecases/contexts/use-context.ts";
import type { VaultDocument } from "../../core/vault/document.ts";
import type {
  AuthorityRow,
  ContextPage,
  ContextRow,
} from "../../contract/contexts.ts";
import { listAuthorities } from "../../core/usecases/authorities/list-authorities.ts";
import type { RequestOf } from "../../contract/index.ts";
import {
  changeUndoably,
  done,
  readOpen,
  type Handlers,
  type HostContext,
} from "../host-context.ts";
import { issuingPorts } from "../sessions/session-credential.ts";
import { countOf } from "../../core/count-of.ts";

export type ContextChannel =
  | "contexts.list"
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
  const change = async (
    what: string,
    apply: (document: VaultDocument) => Result<VaultDocument>,
  ): Promise<Result<null>> => {
    const changed = await changeUndoably(context, what, apply);
    if (changed.ok) context.events.tell({ kind: "vault" });
    return done(changed);
  };
  return {
    "contexts.list": () => list(context),
    "contexts.authorities": () => authorities(context),
    "contexts.show": ({ name }) => show(context, name),
    "contexts.use": ({ name }) => use(context, name),
    "contexts.rename": ({ from, to }) =>
      change(`Renamed ${from} to ${to}.`, (document) =>
        renameContext(document, from, to),
      ),
    "contexts.duplicate": ({ from, as }) =>
      change(`Duplicated ${from} as ${as}.`, (document) =>
        duplicateContext(document, from, as),
      ),
    "contexts.edit": ({ name, edit }) =>
      change(`Changed ${name}.`, (document) =>
        editContext(document, name, withoutUndefined(edit)),
      ),
    "contexts.repair": ({ name }) =>
      change(`Repaired the addresses of ${name}.`, (document) =>
        repairContext(document, name),
      ),
    "contexts.remove": async ({ names }) => {
      const [first = ""] = names;
      const what =
        names.length === 1 ? first : countOf(names.length, "context");
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
  const lastUse = new Map<string, string>();
  const { sessions } = context.ports;
  const all = [...(await pastSessions(context)), ...sessions.list()];
  for (const { context: name, startedAt } of all)
    if ((lastUse.get(name) ?? "") < startedAt) lastUse.set(name, startedAt);
  return success(
    describeContexts(document.value).map((view) => ({
      ...view,
      lastUsedAt: lastUse.get(view.name) ?? null,
    })),
  );
}

async function authorities(
  context: HostContext,
): Promise<Result<readonly AuthorityRow[]>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const now = context.ports.vault.clock.now();
  return success(listAuthorities(document.value, now));
}

/** Under the names that the contexts have now. */
async function pastSessions({
  ports,
}: HostContext): Promise<readonly PastSession[]> {
  const renamings = await readRenamings(ports.ledger);
  const past = ports.sessions.history();
  if (renamings.length === 0) return past;
  return past.map((one) => ({
    ...one,
    context: nameNow(renamings, one.context, one.startedAt),
  }));
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
    history: (await pastSessions(context))
      .filter((past) => past.context === name)
      .slice(0, sessionsShown),
    repairable: repairableFindings(stored.config, now),
  });
}

async function use(
  context: HostContext,
  wanted: string,
): Promise<Result<FollowedSessions>> {
  const open = context.lock.opened();
  if (!open.ok) return open;
  const changed = await open.value.change((document) =>
    useContext(document, wanted),
  );
  if (!changed.ok) return changed;
  context.events.tell({ kind: "vault" });
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
  { names, path: typed, reason, confirmation }: RequestOf<"contexts.export">,
): Promise<Result<{ readonly path: string } | null>> {
  const document = await readOpen(context);
  if (!document.ok) return document;
  const now = context.ports.vault.clock.now();
  const confirmed = confirmation === undefined ? [] : [confirmation];
  const said = { reason, names: confirmed };
  const exported = exportContexts(document.value, names, said, now);
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
  await notePlaintext(notes, [path]);
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
