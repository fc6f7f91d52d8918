import { contextCodec } from "./fields/context-json.ts";
import type { StoredContext, VaultDocument } from "./document.ts";

/**
 * Whether two documents differ in marks, labels, notes and the current context alone: what a click changes and nobody
 * would restore a vault for.
 */
export function isSmallChange(
  before: VaultDocument,
  after: VaultDocument,
): boolean {
  if (!hasSameRest(before, after)) return false;
  for (const [name, context] of after.contexts)
    if (!hasSameConfig(before.contexts.get(name), context)) return false;
  return true;
}

/** Are there as many contexts, and is everything else that is no mark the same? Looked at as objects: a change keeps what it leaves. */
export function hasSameRest(
  before: VaultDocument,
  after: VaultDocument,
): boolean {
  return (
    before.contexts.size === after.contexts.size &&
    isSameMap(before.authorities, after.authorities) &&
    isSameMap(before.clusters, after.clusters) &&
    isSameMap(before.requests, after.requests) &&
    isSameMap(before.sopsKeys, after.sopsKeys) &&
    before.removed === after.removed &&
    before.consent === after.consent &&
    before.recoveryRecipient === after.recoveryRecipient
  );
}

/** None is as good as an empty one. */
function isSameMap(
  a: ReadonlyMap<string, unknown> | undefined,
  b: ReadonlyMap<string, unknown> | undefined,
): boolean {
  return a === b || ((a?.size ?? 0) === 0 && (b?.size ?? 0) === 0);
}

function hasSameConfig(
  a: StoredContext | undefined,
  b: StoredContext,
): boolean {
  if (a === b) return true;
  if (a === undefined) return false;
  if (a.config === b.config) return true;
  const [left, right] = [a, b].map(({ config }) =>
    JSON.stringify(contextCodec.write(config)),
  );
  return left === right;
}
