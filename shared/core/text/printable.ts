// What makes text from outside safe to show, and a word of a shell.
// Keep: The doors of text (docs/decisions/0037) use it; nobody else escapes by hand.
import { replaceLookalikes } from "./lookalikes.ts";

declare const shownBrand: unique symbol;

/** A text that may be shown as it is: it came out of `printable`. What a sink of the system takes is of this type. */
export type Shown = string & { readonly [shownBrand]: true };

function makePattern(): RegExp {
  /**
   * Characters that are not seen, or that move what is seen: controls (C0, C1), what turns the direction of a line
   * (U+202E and its kind), line separators, halves of characters, what no standard gives a picture (private use, not
   * assigned), blanks that are no space and what has no width at all. Talos takes each of them in the name of a context.
   */
  const blank = /(?! )\p{Zs}/u.source;
  const unseen =
    /(?!\p{Extended_Pictographic})[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]/u
      .source;
  /**
   * What makes one picture of several, as in ⚠️ and 👩🏽‍💻, is seen: the sequences of UTS 51, with the three flags that are
   * spelled with tags. The library's own list of them takes 50 ms to compile.
   */
  const part =
    /(?:[0-9#*]\uFE0F\u20E3|\p{Extended_Pictographic}(?:\uFE0F|\p{Emoji_Modifier})?)/u
      .source;
  const flag =
    /\u{1F3F4}\u{E0067}\u{E0062}(?:\u{E0065}\u{E006E}\u{E0067}|\u{E0073}\u{E0063}\u{E0074}|\u{E0077}\u{E006C}\u{E0073})\u{E007F}/u
      .source;
  const picture = `${flag}|${part}(?:\\u200D${part})*`;
  return new RegExp(`(${picture})|${unseen}|${blank}`, "gu");
}

let made: RegExp | undefined;

/** Made for the first text that needs it: it takes milliseconds. */
function pictureOrUnseen(): RegExp {
  return (made ??= makePattern());
}

/** Nearly every text: nothing to look for. */
const plain = /^[\x20-\x7e]*$/;

/** The same text with another spelling for each character that is not seen. */
export function replaceUnseen(
  text: string,
  spell: (found: string) => string,
): string {
  if (plain.test(text)) return text;
  return text.replace(
    pictureOrUnseen(),
    (found, isPicture: string | undefined) =>
      isPicture === undefined ? spell(found) : found,
  );
}

/**
 * A text as every place of ours shows it: terminal, window, log, dialog. Names, labels, notes and paths come from files:
 * what cannot be seen in them is spelled out, ⟨U+202E⟩, and so is a letter of another script that passes for a Latin one
 * inside a Latin word, so that no name passes for another and none steers a terminal.
 */
export function printable(text: string): Shown {
  if (plain.test(text)) return text as Shown;
  return replaceLookalikes(replaceUnseen(text, codePoint), codePoint) as Shown;
}

/** Several lines, each as it is shown. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** The text that is meant by one with characters spelled out, ⟨U+202E⟩. */
export function unspelled(text: string): string {
  return text.replace(/⟨U\+([0-9A-F]{4,6})⟩/g, (spelled, hex: string) => {
    const code = Number.parseInt(hex, 16);
    return code > 0x10ffff ? spelled : String.fromCodePoint(code);
  });
}

/** A character as it is spelled out, ⟨U+202E⟩. */
export function codePoint(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, "0")}⟩`;
}

/** A private key as it is written: an age identity, which a recovery key is, of either kind and in either case, or a PEM. */
const writtenKeys =
  /AGE-(?:SECRET-KEY|PLUGIN)-[0-9A-Z-]{8,}|-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z0-9 ]*PRIVATE KEY-----|$)/gi;

/** A text for a person, which may repeat what they typed, without a private key that they typed in the wrong place. */
export function withoutKeys(text: string): string {
  return text.replace(writtenKeys, "[a private key]");
}
