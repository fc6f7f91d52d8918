/**
 * Characters that are not seen, or that move what is seen: controls (C0, C1), what turns the direction of a line
 * (U+202E and its kind), line separators, blanks that are no space and what has no width at all. Talos takes each of them
 * in the name of a context.
 */
const unseen =
  /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/u
    .source;
/** What makes one picture of several, as in ⚠️, is seen. */
const picture =
  /\p{Extended_Pictographic}(?:\uFE0F|\u200D(?=\p{Extended_Pictographic}))+/u
    .source;
const shownOtherwise = new RegExp(`(${picture})|${unseen}`, "gu");

/** Nearly every text: nothing to look for. */
const plain = /^[\x20-\x7e]*$/;

function replaceUnseen(text: string, spell: (found: string) => string): string {
  if (plain.test(text)) return text;
  return text.replace(shownOtherwise, (found, isPicture: string | undefined) =>
    isPicture === undefined ? spell(found) : found,
  );
}

/**
 * A text as every place of ours shows it: terminal, window, log. Names, labels, notes and paths come from files: what
 * cannot be seen in them is spelled out, ⟨U+202E⟩, so that no name passes for another and none steers a terminal.
 */
export function printable(text: string): string {
  return replaceUnseen(
    text,
    (found) =>
      `⟨U+${codeOf(found).toString(16).toUpperCase().padStart(4, "0")}⟩`,
  );
}

/** Several lines, each as it is shown. */
export function printableLines(text: string): string {
  return text.split("\n").map(printable).join("\n");
}

/** JSON whose text can be shown anywhere: what cannot be seen is escaped, and the value stays the same. */
export function printableJson(value: unknown): string {
  return printableEscapes(JSON.stringify(value, wholeSeconds, 2));
}

const withMilliseconds = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{3}Z$/;

/** Moments without milliseconds, as jq's `fromdateiso8601` and others read them. */
function wholeSeconds(_: string, value: unknown): unknown {
  return typeof value === "string"
    ? value.replace(withMilliseconds, "$1Z")
    : value;
}

function printableEscapes(json: string): string {
  return json
    .split("\n")
    .map((line) =>
      replaceUnseen(line, (found) =>
        Array.from(
          { length: found.length },
          (_, at) => `\\u${found.charCodeAt(at).toString(16).padStart(4, "0")}`,
        ).join(""),
      ),
    )
    .join("\n");
}

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
