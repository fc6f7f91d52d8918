import { contextFromJson, contextToJson } from "./context-json.ts";
import type { RemovedContext, VaultDocument } from "./document.ts";
import { metadataFromJson, metadataToJson } from "./metadata-json.ts";
import type { FactsJson, RemovedJson } from "./schema.ts";

/** How long a removed context can be put back. */
export const removedDays = 30;

const dayMs = 24 * 60 * 60 * 1000;

/** When a removed context is let go of, at the next write after it. */
export function removedUntil({ removedAt }: RemovedContext): Date {
  return new Date(removedAt.getTime() + removedDays * dayMs);
}

/** The document without the removed contexts whose time is over; the same object when there are none. */
export function withoutExpired(
  document: VaultDocument,
  now: Date,
): VaultDocument {
  const { removed = [] } = document;
  const kept = removed.filter((one) => removedUntil(one) > now);
  return kept.length === removed.length
    ? document
    : withRemoved(document, kept);
}

/** The document with these removed contexts and no others; none is an absent key. */
export function withRemoved(
  { removed: _before, ...document }: VaultDocument,
  removed: readonly RemovedContext[],
): VaultDocument {
  return removed.length === 0 ? document : { ...document, removed };
}

/** Secrets in clear: for the inside of the vault. */
export function removedToJson({ removed = [] }: VaultDocument): object {
  if (removed.length === 0) return {};
  const list = removed.map(({ name, removedAt, context }) => ({
    name,
    removedAt: removedAt.toISOString(),
    context: contextToJson(context.config),
    metadata: metadataToJson(context.metadata),
  }));
  return { removed: list };
}

/** Null when one of them has an unknown shape. */
export function removedFromJson({
  removed = [],
}: FactsJson): Pick<VaultDocument, "removed"> | null {
  if (removed.length === 0) return {};
  const read = removed.map(removedOf);
  const known = read.filter((one) => one !== null);
  return known.length === read.length ? { removed: known } : null;
}

function removedOf({
  name,
  removedAt,
  context,
  metadata: kept,
}: RemovedJson): RemovedContext | null {
  const config = contextFromJson(context);
  const metadata = metadataFromJson(kept);
  if (config === null || metadata === null) return null;
  return {
    name,
    removedAt: new Date(removedAt),
    context: { config, metadata },
  };
}
