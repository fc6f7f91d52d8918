import { describeEach } from "../../core/usecases/contexts/describe-contexts.ts";
import type { VaultDocument } from "../../core/vault/document.ts";
import type { ContextRow, LastUse } from "../../contract/contexts.ts";
import { readOpen, type HostContext } from "../host-context.ts";
import { pastSessions } from "../sessions/past-sessions.ts";
import { redact } from "../page/redact.ts";

/** The rows of the list, or of some of its contexts. */
export async function rowsOf(
  context: HostContext,
  document: VaultDocument,
  only?: ReadonlySet<string>,
): Promise<readonly ContextRow[]> {
  const uses = new Map(
    (await lastUses(context)).map(({ name, lastUsedAt }) => [name, lastUsedAt]),
  );
  return describeEach(document, only, (view, { metadata }) => ({
    ...view,
    note: metadata.note ?? null,
    lastUsedAt: uses.get(view.name) ?? null,
  }));
}

/** When a session was last started from each context that ever had one. */
export async function lastUses(
  context: HostContext,
): Promise<readonly LastUse[]> {
  const last = new Map<string, string>();
  const { sessions } = context.ports;
  const all = [...(await pastSessions(context)), ...sessions.list()];
  for (const { context: name, startedAt } of all)
    if ((last.get(name) ?? "") < startedAt) last.set(name, startedAt);
  return [...last].map(([name, lastUsedAt]) => ({ name, lastUsedAt }));
}

/**
 * Tells the windows the rows that a change of this process made new, in place of the whole list. `changed` is what it
 * wrote: where another program has written since, all of it is to be asked for again.
 */
export async function tellRows(
  context: HostContext,
  changed: VaultDocument,
  names: readonly string[],
): Promise<void> {
  const present = await readOpen(context);
  if (!present.ok || !isSameWrite(present.value, changed))
    return context.events.tell({ kind: "vault" });
  const rows = await rowsOf(context, present.value, new Set(names));
  context.changes.told(present.value);
  // No reply: it passes the last net here.
  const shown = redact(rows) as readonly ContextRow[];
  context.events.tell({ kind: "contexts", rows: shown });
}

/** Every write has a mark of its own. */
function isSameWrite(one: VaultDocument, other: VaultDocument): boolean {
  return (
    one.generation === other.generation && one.store?.mark === other.store?.mark
  );
}
