import { contextCodec } from "./context-json.ts";
import type { StoredContext, VaultDocument } from "./document.ts";

/**
 * Whether two documents differ in marks, labels, notes and the current context alone: what a click changes and nobody
 * would restore a vault for.
 */
export function isSmallChange(
  before: VaultDocument,
  after: VaultDocument,
): boolean {
  if (
    before.contexts.size !== after.contexts.size ||
    before.authorities !== after.authorities ||
    before.clusters !== after.clusters ||
    before.removed !== after.removed ||
    before.recoveryRecipient !== after.recoveryRecipient
  )
    return false;
  for (const [name, context] of after.contexts)
    if (!hasSameConfig(before.contexts.get(name), context)) return false;
  return true;
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
