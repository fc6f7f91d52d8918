import type { RestoreQuestion } from "../../../shared/contract/vault.ts";
import { countOf } from "../../../shared/core/count-of.ts";
import { timeText } from "../date-text.ts";

const mostNames = 12;

/** What a restore would mean, as sentences. */
export function restoreText({
  contexts,
  writtenAt,
  gone,
}: Pick<
  RestoreQuestion,
  "contexts" | "writtenAt" | "gone"
>): readonly string[] {
  return [
    `It is of ${timeText(writtenAt)} and has ${countOf(contexts, "context")}.`,
    goneText(gone),
    "The present vault is kept among the earlier generations.",
  ];
}

function goneText(gone: readonly string[] | null): string {
  if (gone === null)
    return "The present vault cannot be opened, so what it holds cannot be named.";
  if (gone.length === 0)
    return "No context of the present vault is missing in it.";
  const names = gone.slice(0, mostNames).join(", ");
  const rest = gone.length - mostNames;
  return `No longer there afterwards: ${names}${rest > 0 ? ` and ${String(rest)} more` : ""}.`;
}
