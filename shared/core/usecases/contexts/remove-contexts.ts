import { failure, success, type Result } from "../../result.ts";
import { unspelled } from "../../text/printable.ts";
import { matchesGlob } from "../../talosconfig/glob.ts";
import type { ContextView } from "../../vault/views.ts";
import type { VaultDocument } from "../../vault/document.ts";
import { noMatch } from "./resolve-context-name.ts";
import { withNewlyRemoved } from "./removed-contexts.ts";

export interface MatchedContexts {
  /** In byte order. */
  readonly names: readonly string[];
  /** The current context, when only a pattern with `*` matched it: as in talosctl, it stays. */
  readonly spared: string | null;
}

/**
 * The names that patterns match (`*` stands for any text, as in `talosctl config remove`).
 * Errors: `context-missing` for a pattern that matches nothing.
 */
export function matchContexts(
  contexts: readonly Pick<ContextView, "name" | "current">[],
  patterns: readonly string[],
): Result<MatchedContexts> {
  const all = contexts.map(({ name }) => name);
  const matched = new Set<string>();
  for (const pattern of patterns) {
    const names = all.filter(
      (name) => matchesGlob(pattern, name) || unspelled(pattern) === name,
    );
    if (names.length === 0) return failure(noMatch([pattern], all));
    for (const name of names) matched.add(name);
  }
  const current = contexts.find((one) => one.current)?.name ?? "";
  const spared =
    matched.has(current) && !patterns.includes(current) ? current : null;
  if (spared !== null) matched.delete(spared);
  return success({ names: [...matched].toSorted(), spared });
}

/** Removes contexts; they can be put back for a while. When the current one goes, none is current: we never choose another cluster for you. */
export function removeContexts(
  document: VaultDocument,
  names: readonly string[],
  now: Date,
): Result<VaultDocument> {
  const gone = new Set(names);
  const kept = (name: string) => (gone.has(name) ? "" : name);
  return success({
    ...document,
    current: kept(document.current),
    previous: kept(document.previous),
    removed: withNewlyRemoved(document, gone, now),
    contexts: new Map(
      [...document.contexts].filter(([name]) => !gone.has(name)),
    ),
  });
}
