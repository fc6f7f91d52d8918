import type {
  AppState,
  RestoreQuestion,
} from "../../../shared/contract/vault.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { timeText } from "../times/date-text.ts";

const mostNames = 12;

/** What a restore would mean, as sentences. */
export function restoreText({
  contexts,
  writtenAt,
  gone,
  added,
  changed,
  isOther,
}: Pick<
  RestoreQuestion,
  "contexts" | "writtenAt" | "gone" | "added" | "changed" | "isOther"
>): readonly string[] {
  return [
    `It is of ${timeText(writtenAt)} and has ${countOf(contexts, "context")}.`,
    ...(isOther ? [] : [goneText(gone)]),
    ...(added && added.length > 0 ? [`Back again: ${few(added)}.`] : []),
    ...(changed && changed.length > 0
      ? [`As they were then, and not as now: ${few(changed)}.`]
      : []),
    ...(isOther
      ? [
          "It is another vault than the one that is here, which is not merged with it.",
        ]
      : []),
    "The present vault is kept among the earlier generations.",
  ];
}

function goneText(gone: readonly string[] | null): string {
  if (gone === null)
    return "The present vault cannot be opened, so what it holds cannot be named.";
  if (gone.length === 0)
    return "No context of the present vault is missing in it.";
  return `No longer there afterwards: ${few(gone)}.`;
}

function few(all: readonly string[]): string {
  const rest = all.length - mostNames;
  return `${all.slice(0, mostNames).join(", ")}${rest > 0 ? ` and ${String(rest)} more` : ""}`;
}

/** Where a passphrase or the recovery key is asked for: never in the page. */
export function outsideOf({ host }: Pick<AppState, "host">): string {
  return host === "browser"
    ? "in the terminal that this window was started from"
    : "in a window of your system, outside this one";
}
