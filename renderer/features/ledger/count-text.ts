import type { LedgerPage } from "../../../shared/contract/issuing.ts";

/** How many entries there are, and of which kind: a removed certificate may never have been issued here. */
export function countText({
  total,
  removed,
  valid,
}: Pick<LedgerPage, "total" | "removed" | "valid">): string {
  const text = (count: number) => count.toLocaleString("en");
  return [
    `${text(total - removed)} issued or exported`,
    ...(removed > 0 ? [`${text(removed)} removed or replaced`] : []),
    `${text(valid)} still valid`,
  ].join(", ");
}
