import { printable } from "../../shared/core/text/printable.ts";

/** Programs whose commands our sentences tell people to run. */
const programs =
  "talos-vault|talosctl|ansible|ansible-vault|sops|age|jq|yq|gpg|eval|echo|kill|chmod|ulimit";
/** From a program's name to where the sentence goes on; an option by itself is one with its value, and no more of the sentence. */
const command = new RegExp(
  `(?<![\\w-])(?:(?:${programs}) [^;]*?(?=;|[.,)?]?$|[.?] |, | \\()|--[a-z][a-z-]*(?: [A-Z0-9][^\\s;,]*(?<![.,)?]))?)`,
  "g",
);

/** A sentence as the pieces that a line may end between: a command that somebody will copy is one piece. */
export function wordsOf(sentence: string): readonly string[] {
  return piecesOf(printable(sentence));
}

/**
 * A line that is printable already, our colours in it, as the lines that a terminal of so many columns has room for. Those
 * behind the first begin `hanging` columns from the left.
 */
export function fittedTo(
  columns: number,
  line: string,
  hanging = line.length - line.trimStart().length + 2,
): readonly string[] {
  if (widthOf(line) <= columns) return [line];
  const indent = /^ */.exec(line)?.[0] ?? "";
  const pieces = piecesOf(line.slice(indent.length));
  return wrapped(pieces, indent, columns, " ".repeat(hanging));
}

/**
 * A question that a prompt asks, with its mark before it and so much behind: a prompt by itself ends a line where the terminal
 * does, within a word.
 */
export function questionFor(
  columns: number,
  question: string,
  behind = "",
): string {
  const mark = "? ";
  const room = columns - mark.length - behind.length;
  return fittedTo(room, printable(question), mark.length).join("\n");
}

function piecesOf(text: string): readonly string[] {
  const pieces: string[] = [];
  let open = "";
  const add = (part: string): void => {
    const [first = "", ...others] = part.split(" ");
    open += first;
    for (const other of others) {
      pieces.push(open);
      open = other;
    }
  };
  let at = 0;
  for (const found of text.matchAll(command)) {
    add(text.slice(at, found.index));
    open += found[0];
    at = found.index + found[0].length;
  }
  add(text.slice(at));
  return [...pieces, open];
}

/** Lines of pieces up to `columns`; a piece that is longer stays whole. */
export function wrapped(
  pieces: readonly string[],
  indent: string,
  columns: number,
  below = `${indent}  `,
): readonly string[] {
  const lines: string[] = [];
  let line = indent;
  let width = 0;
  for (const piece of pieces) {
    const room = widthOf(piece);
    if (width === 0) {
      line += piece;
      width = indent.length + room;
    } else if (width + 1 + room > columns) {
      lines.push(line);
      line = below + piece;
      width = below.length + room;
    } else {
      line += ` ${piece}`;
      width += 1 + room;
    }
  }
  return [...lines, line];
}

/** Colours take no room. */
function widthOf(piece: string): number {
  // oxlint-disable-next-line no-control-regex
  return piece.replace(/\u001b\[[0-9;]*m/g, "").length;
}
