import {
  caEndsSoon,
  dayMs,
} from "../../../../shared/core/certificates/expiry.ts";
import type {
  AuthorityRow,
  ListedContext,
} from "../../../../shared/contract/contexts.ts";
import { expiryOf, type Expiry } from "../../times/expiry-of.ts";
import { hasWords } from "../../../../shared/core/text/has-words.ts";
import { countOf } from "../../../../shared/core/counted-noun.ts";

/** One thing on the time line. */
export interface Expiring {
  readonly key: string;
  /** Of the context; of a CA the beginning of its `authority`. */
  readonly name: string;
  /** What the vault calls it. */
  readonly id: string;
  readonly kind: "context" | "authority";
  /** Those that trust it. */
  readonly contexts?: readonly string[];
  /** Milliseconds since 1970. */
  readonly end: number;
  readonly state: Expiry;
}

/** Those with all of the words in their own name, or in one of the contexts that trust them. */
export function expiringWith(
  all: readonly Expiring[],
  wanted: string,
): readonly Expiring[] {
  return all.filter(({ name, contexts = [] }) =>
    hasWords([name, ...contexts], wanted),
  );
}

const authorityShown = 8;
const naturally = new Intl.Collator("en", { numeric: true });

/** What ends within so many days, and what has ended, soonest first. */
export function expiringWithin(
  contexts: readonly ListedContext[],
  authorities: readonly AuthorityRow[],
  days: number,
  now: number,
): readonly Expiring[] {
  const all: readonly Expiring[] = [
    ...contexts.flatMap(({ name, notBefore, notAfter }) =>
      notAfter
        ? [
            {
              key: `context:${name}`,
              name,
              id: name,
              kind: "context" as const,
              end: Date.parse(notAfter),
              state: expiryOf({ notBefore, notAfter }, now),
            },
          ]
        : [],
    ),
    ...authorities.flatMap(({ authority, notAfter, contexts: names }) =>
      notAfter
        ? [
            {
              key: `authority:${authority}`,
              name: authority.slice(0, authorityShown),
              id: authority,
              contexts: names,
              kind: "authority" as const,
              end: Date.parse(notAfter),
              state: caExpiry(notAfter, now),
            },
          ]
        : [],
    ),
  ];
  return all
    .filter(({ end }) => end - now <= days * dayMs)
    .toSorted((a, b) => a.end - b.end || naturally.compare(a.name, b.name));
}

function caExpiry(notAfter: string, now: number): Expiry {
  if (Date.parse(notAfter) < now) return "ended";
  return caEndsSoon(new Date(notAfter), new Date(now)) ? "soon" : "later";
}

/** Where on a line of so many days a moment is, in per cent; what has ended is at its start. */
export function placeOf(end: number, days: number, now: number): number {
  const share = (end - now) / (days * dayMs);
  return Math.min(1, Math.max(0, share)) * 100;
}

/** How many of these end within the range that was chosen, and how many have ended, in words. */
export function countText(rows: readonly Expiring[], range: string): string {
  const ended = rows.filter(({ state }) => state === "ended").length;
  const coming = rows.length - ended;
  const endedText = `${countOf(ended, "has", "have")} ended`;
  if (coming === 0) return endedText;
  const comingText = `${countOf(coming, "ends", "end")} within ${range}`;
  return ended === 0 ? comingText : `${comingText}, ${endedText}`;
}

/** The contexts among these whose certificate has ended or ends soon. */
export function endingContexts(rows: readonly Expiring[]): readonly string[] {
  return rows.flatMap(({ kind, name, state }) =>
    kind === "context" && state !== "later" ? [name] : [],
  );
}
