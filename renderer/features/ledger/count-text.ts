import type { LedgerPage } from "../../../shared/contract/issuing.ts";
import { withCommas } from "../../../shared/core/counted-noun.ts";

/** How many entries there are, and of which kind: a removed certificate may never have been issued here. */
export function countText({
  total,
  removed,
  valid,
}: Pick<LedgerPage, "total" | "removed" | "valid">): string {
  return [
    `${withCommas(total - removed)} issued or exported`,
    ...(removed > 0 ? [`${withCommas(removed)} removed or replaced`] : []),
    `${withCommas(valid)} still valid`,
  ].join(", ");
}
