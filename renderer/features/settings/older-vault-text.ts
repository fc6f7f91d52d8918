import type { OlderVault } from "../../../shared/contract/vault.ts";

const mostNames = 12;

/** What is lost with an older vault, and where it still is, as sentences. */
export function olderText({
  gone,
  before,
}: Pick<OlderVault, "gone" | "before">): readonly string[] {
  if (gone === null || before === null)
    return [
      "No later generation is kept here that can be opened: what was written since then cannot be named, and is lost.",
    ];
  const names = gone.slice(0, mostNames).join(", ");
  const rest = gone.length - mostNames;
  return [
    gone.length === 0
      ? "No context is missing in it. What was changed since then is not in it."
      : `Not in it: ${names}${rest > 0 ? ` and ${String(rest)} more` : ""}. What was changed since then is not in it either.`,
    `All of that stays in generation ${String(before)}, which can be put back instead.`,
  ];
}
