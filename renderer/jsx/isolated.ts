/** Letters that are written from right to left (Unicode's Bidi_Class R and AL, by the blocks that have them). */
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const word = `[^\\s"“”()]*${rightToLeft.source}[^\\s"“”()]*`;
const run = new RegExp(`(${word}(?: ${word})*)`, "u");

/** A text in pieces: every second one is written from right to left and must not turn what stands around it. */
export function bidiPieces(text: string): readonly string[] {
  return rightToLeft.test(text) ? text.split(run) : [text];
}
