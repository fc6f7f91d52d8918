import { maxNameLength } from "../limits.ts";

export type NameVerdict =
  | { readonly kind: "fit" }
  | {
      readonly kind: "unfit";
      /** What is wrong with it, as the end of a sentence about "a name". */
      readonly reason: string;
      /** A name like it that is fit; empty when nothing of it could be kept. */
      readonly suggestion: string;
    };

/**
 * What a reader does not see, or what turns the text around it: control and format characters, what Unicode lets a
 * program leave out when it draws text, line and paragraph separators, half characters. Blanks other than a space look
 * like one.
 */
const invisible =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u;
const oddBlank = /[^\P{Zs} ]/u;
const unseen = new RegExp(`(?:${invisible.source}|${oddBlank.source})`, "gu");

/** Suggestions are for people to type. */
const longestSuggestion = 64;

/**
 * Is this a name for a context? One rule for import, renaming and whatever makes one. talosctl takes any text; here a
 * name stands on command lines, in prompts and in a ledger, and must be what it looks like.
 */
export function judgeName(name: string): NameVerdict {
  const reason = whyUnfit(name);
  return reason === null
    ? { kind: "fit" }
    : { kind: "unfit", reason, suggestion: suggest(name) };
}

function whyUnfit(name: string): string | null {
  if (name === "") return "is not empty";
  if (name === "-") return 'is not "-", which is the previous context';
  if (name.length > maxNameLength)
    return `has at most ${String(maxNameLength)} characters`;
  if (invisible.test(name))
    return "has no control character and nothing that is not seen or turns text around";
  if (oddBlank.test(name)) return "has no blank but the usual one";
  if (name.trim() !== name) return "does not begin or end with a blank";
  return null;
}

function suggest(name: string): string {
  const cleaned = name
    .replace(unseen, "_")
    .replace(/_{2,}/g, "_")
    .trim()
    .slice(0, longestSuggestion)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trim();
  return /[\p{L}\p{N}]/u.test(cleaned) ? cleaned : "";
}
