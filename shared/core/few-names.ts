import { printable } from "./text/printable.ts";
import { withCommas } from "./counted-noun.ts";

const mostNamed = 3;
const longestName = 64;
const keptAtEnd = 12;

/**
 * Names in a sentence: the first few, and how many more there are, of `count` in all. Each is printable, and cut where it is
 * very long.
 */
export function fewNames(
  names: readonly string[],
  dressed: (name: string) => string = (name) => name,
  count = names.length,
): string {
  const shown = names
    .slice(0, mostNamed)
    .map((name) => dressed(shortName(name)))
    .join(", ");
  const more = count - mostNamed;
  return more > 0 ? `${shown} and ${withCommas(more)} more` : shown;
}

/** A name where one chooses by it: a vault of an earlier version may have a context without one. */
export function calledName(name: string): string {
  return name === "" ? "(no name)" : name;
}

/** The same where only the text itself can say that it is production: on the desktop, and in what is read out. */
export function markedName({
  name,
  production,
}: {
  readonly name: string;
  readonly production: boolean;
}): string {
  return production ? `${calledName(name)} (production)` : calledName(name);
}

/** A name in a sentence for a person: its beginning and its end where it is very long. */
export function shortName(name: string): string {
  const text = printable(name);
  if (text.length <= longestName) return text;
  const head = text.slice(0, longestName - keptAtEnd - 1);
  const tail = text.slice(-keptAtEnd);
  // Half a character is none.
  return `${head.replace(/[\uD800-\uDBFF]$/, "")}…${tail.replace(/^[\uDC00-\uDFFF]/, "")}`;
}
