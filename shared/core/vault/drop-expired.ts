import type { RemovedContext, VaultDocument } from "./document.ts";
import { withoutOldRequests } from "./requests.ts";

/** How long a removed context can be put back. */
export const removedDays = 30;

const dayMs = 24 * 60 * 60 * 1000;

/** When a removed context is dropped, at the next write after it. */
export function removedUntil({
  removedAt,
}: Pick<RemovedContext, "removedAt">): Date {
  return new Date(removedAt.getTime() + removedDays * dayMs);
}

/** The document without the removed contexts and the requests whose time is over; the same object when there are none. */
export function withoutExpired(
  before: VaultDocument,
  now: Date,
): VaultDocument {
  const document = withoutOldRequests(before, now);
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
