import * as v from "valibot";
import { countOf } from "../counted-noun.ts";
import { limits } from "../limits.ts";
import { isMoment } from "../schemas/moment.ts";
import { isPlain } from "../talosconfig/go-base64.ts";
import { codePoint, replaceUnseen } from "../text/printable.ts";
import type { VaultError } from "../errors.ts";
import { invalid } from "./signed-text.ts";

/** Fields that texts of a hand-over have in common. */

/** As `toISOString` writes it, and in no other way. */
export const momentField = v.pipe(
  v.string(),
  v.check((text) => isMoment(text) && new Date(text).toISOString() === text),
);
export const base64Field = v.pipe(v.string(), v.check(isPlain));
export const sha256Field = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** Who, or why: one line that a person reads. Its length is judged with `judgeWords`, which says more. */
export const wordsField = v.string();

/**
 * Why a name or a reason may not be used; null: it may. A person reads it and then decides whether to trust the
 * credential beside it, so nothing in it may mislead or be invisible. `what`: the subject of the message, such as
 * "The name".
 */
export function judgeWords(what: string, words: string): VaultError | null {
  if (words.trim() !== words || words === "")
    return invalid(
      `${what} is empty, or has blanks around it.`,
      "A few words in one line do, without blanks around them; nothing was changed.",
    );
  const { most } = limits.handoverWords;
  if (words.length > most)
    return invalid(
      `${what} has more than ${countOf(most, "character")}.`,
      "Say it shorter; nothing was changed.",
    );
  const seen = replaceUnseen(words, codePoint);
  return seen === words
    ? null
    : invalid(
        `${what} has characters that are not seen: ${seen}`,
        "Do not trust who wrote it; have it made again without. Nothing was changed.",
      );
}
