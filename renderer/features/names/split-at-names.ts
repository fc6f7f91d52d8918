import { shortName } from "../../../shared/core/few-names.ts";
import { printable } from "../../../shared/core/text/printable.ts";

/** A part of a text. */
export interface TextPart {
  /** Where it begins. */
  readonly at: number;
  readonly text: string;
  /** The context that it names; null: it stands between names. */
  readonly name: string | null;
}

interface Place {
  readonly at: number;
  readonly end: number;
  readonly name: string;
}

/** What a name goes on with: `prod` is none in `prod-eu`, `prod.example.com` and `/home/prod`. */
const goesOn = /[\p{L}\p{N}_\-/@]/u;
const letter = /[\p{L}\p{N}]/u;

/**
 * A text cut at names that it is known to have: each as it is, or as sentences shorten and spell it. Where one
 * begins another, the longer counts. What says by itself that it is production is left as it is.
 */
export function splitAtNames(
  text: string,
  names: readonly string[],
): readonly TextPart[] {
  return splitAt(text, placesIn(text, names, standsAlone));
}

/** A sentence of the core cut at those of these names that stand in quotes, as the core puts every name of a context. */
export function splitAtQuotedNames(
  text: string,
  names: readonly string[],
): readonly TextPart[] {
  return splitAt(text, placesIn(text, names, standsQuoted));
}

function splitAt(text: string, places: readonly Place[]): readonly TextPart[] {
  const parts: TextPart[] = [];
  const add = (at: number, end: number, name: string | null) => {
    if (at < end) parts.push({ at, text: text.slice(at, end), name });
  };
  let done = 0;
  for (const { at, end, name } of places) {
    if (at < done) continue;
    add(done, at, null);
    add(at, end, name);
    done = end;
  }
  add(done, text.length, null);
  return parts;
}

type Stands = (text: string, at: number, end: number) => boolean;

function placesIn(
  text: string,
  names: readonly string[],
  stands: Stands,
): readonly Place[] {
  const found: Place[] = [];
  for (const name of names)
    for (const spelled of new Set([name, printable(name), shortName(name)])) {
      if (spelled === "") continue;
      let at = text.indexOf(spelled);
      for (; at !== -1; at = text.indexOf(spelled, at + 1)) {
        const end = at + spelled.length;
        if (stands(text, at, end)) found.push({ at, end, name });
      }
    }
  return found.toSorted((a, b) => a.at - b.at || b.end - a.end);
}

const marked = " (production)";

function standsQuoted(text: string, at: number, end: number): boolean {
  return (
    text[at - 1] === '"' &&
    text[end] === '"' &&
    !text.startsWith(marked, end + 1)
  );
}

function standsAlone(text: string, at: number, end: number): boolean {
  const [before, after] = [text.slice(0, at), text.slice(end)];
  const [next = "", second = ""] = after;
  const isInName =
    goesOn.test(before.at(-1) ?? "") ||
    goesOn.test(next) ||
    before.endsWith(".") ||
    (next === "." && letter.test(second));
  return !isInName && !after.startsWith(marked);
}
