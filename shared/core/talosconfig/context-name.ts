import { maxNameLength } from "../limits.ts";
import { codePoint, replaceUnseen, unspelled } from "../text/printable.ts";

export type NameVerdict =
  | { readonly kind: "fit" }
  | {
      readonly kind: "unfit";
      /** What is wrong with it, as the end of a sentence about "a name". */
      readonly reason: string;
      /** A name like it that is fit; empty when nothing of it could be kept. */
      readonly suggestion: string;
    };

/** Suggestions are for people to type. */
const longestSuggestion = 64;

/**
 * Is this a name for a context? One rule for import, renaming and whatever makes one. talosctl takes any text; here a
 * name stands on command lines, in prompts and in a ledger, and must be what it looks like: what `printable` would spell
 * out because it is not seen is in no name.
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
  let unseen = "";
  replaceUnseen(name, (found) => (unseen += found));
  if (/[^\p{Zs}]/u.test(unseen))
    return "has no control character and nothing that is not seen or turns text around";
  if (unseen !== "") return "has no blank but the usual one";
  if (unspelled(name) !== name)
    return `has nothing in it that is how a character is spelled out, as ${codePoint("-")} is`;
  if (name.trim() !== name) return "does not begin or end with a blank";
  return null;
}

function suggest(name: string): string {
  const cleaned = replaceUnseen(unspelled(name), () => "_")
    .replace(/^-$/, "")
    .replace(/_{2,}/g, "_")
    .trim()
    .slice(0, longestSuggestion)
    .replace(/[\uD800-\uDBFF]$/, "")
    .trim();
  return /[\p{L}\p{N}]/u.test(cleaned) ? cleaned : "";
}
