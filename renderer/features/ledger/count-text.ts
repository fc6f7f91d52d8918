import type { LedgerPage } from "../../../shared/contract/issuing.ts";

/** How many entries there are, and of which kind: a removed certificate may never have been issued here. */
export function countText({
  total,
  letGo,
  valid,
}: Pick<LedgerPage, "total" | "letGo" | "valid">): string {
  const text = (count: number) => count.toLocaleString("en");
  return [
    `${text(total - letGo)} issued or exported`,
    ...(letGo > 0 ? [`${text(letGo)} removed or replaced`] : []),
    `${text(valid)} still valid`,
  ].join(", ");
}
