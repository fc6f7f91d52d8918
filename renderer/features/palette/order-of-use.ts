import type { ListedContext } from "../../../shared/contract/contexts.ts";

/** The current one, those used last, favourites, and the others as people count. */
export function inOrderOfUse(
  byName: readonly ListedContext[],
  current: string | null,
): readonly ListedContext[] {
  return byName.toSorted(
    (a, b) =>
      Number(b.name === current) - Number(a.name === current) ||
      later(a.lastUsedAt, b.lastUsedAt) ||
      Number(b.favorite) - Number(a.favorite),
  );
}

/** RFC 3339 in UTC, as text: what was never used comes last. */
function later(a: string | null, b: string | null): number {
  const [one, other] = [a ?? "", b ?? ""];
  return one === other ? 0 : one < other ? 1 : -1;
}
