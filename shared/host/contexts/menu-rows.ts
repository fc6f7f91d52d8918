import type { VaultDocument } from "../../core/vault/document.ts";
import type { MenuContexts } from "../../contract/contexts.ts";
import type { HostContext } from "../host-context.ts";
import { lastUses, rowsOf } from "./rows.ts";

/** A menu shows so many, and not more than five besides the current one. */
const mostShown = 6;

/**
 * What a menu in a tray shows, of however many contexts: the current one, those that sessions were started from last, the first
 * of the list where those are too few, and those that sessions run from. To make all rows of a large vault after every change
 * would keep the windows waiting.
 */
export async function menuRows(
  context: HostContext,
  document: VaultDocument,
): Promise<MenuContexts> {
  const { contexts, current } = document;
  const used = (await lastUses(context))
    .filter(({ name }) => contexts.has(name))
    .toSorted(
      (a, b) => order(b.lastUsedAt, a.lastUsedAt) || order(a.name, b.name),
    ) // prettier-ignore
    .map(({ name }) => name);
  const names = new Set([
    current,
    ...used.slice(0, mostShown),
    ...[...contexts.keys()].toSorted(order).slice(0, mostShown),
    ...context.ports.sessions.list().map((session) => session.context),
  ]);
  const rows = await rowsOf(context, document, names);
  return { rows, total: contexts.size };
}

function order(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
