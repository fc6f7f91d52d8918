import type { RemovedContext, VaultDocument } from "./document.ts";
import { withoutOldRequests } from "./requests.ts";

/** How long a removed context can be put back. */
export const removedDays = 30;

const dayMs = 24 * 60 * 60 * 1000;

/** When a removed context is dropped, at the next write after it whose predecessor was after it, too. */
export function removedUntil({
  removedAt,
}: Pick<RemovedContext, "removedAt">): Date {
  return new Date(removedAt.getTime() + removedDays * dayMs);
}

/**
 * The document without the removed contexts and the requests whose time is over; the same object when there are none. Their keys may be
 * nowhere else, and a clock may be a month ahead for a moment: so their time is over when the write before this one has seen that, too.
 * `before`: as that write left it, but for what is changed now.
 */
export function withoutExpired(
  before: VaultDocument,
  now: Date,
): VaultDocument {
  const seen = before.writtenAt < now ? before.writtenAt : now;
  const document = withoutOldRequests(before, seen);
  const { removed = [] } = document;
  const kept = removed.filter((one) => removedUntil(one) > seen);
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
