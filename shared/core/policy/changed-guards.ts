import type { ContextGuard, VaultDocument } from "../vault/document.ts";
import { sameValue } from "../same-value.ts";

/**
 * The guards that say something else after a change, by the names of their contexts: what runs goes by them too, however they came to
 * be, and is never let through more by it. One that says nothing any more tightens nothing. `from` null: nobody knows what there was.
 */
export function changedGuards(
  from: VaultDocument | null,
  to: VaultDocument,
): ReadonlyMap<string, ContextGuard> {
  return new Map(
    [...to.contexts].flatMap(([name, { metadata }]) => {
      const { guard } = metadata;
      const before = from?.contexts.get(name)?.metadata.guard;
      return guard && !sameValue(guard, before) ? [[name, guard]] : [];
    }),
  );
}
