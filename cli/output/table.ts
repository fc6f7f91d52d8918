import { printable } from "../../shared/core/text/printable.ts";
import type { Terminal } from "../terminal.ts";

interface Setting {
  readonly gap: string;
  /** Narrower than this a column is not read well. */
  readonly least: number;
  /** Where a cell is broken, if it can be. */
  readonly breaks: RegExp;
}

const atBlanks = / |(?<=,)/;
const atSigns = / |(?<=[,:/@=)]|[a-z]-)/i;
/** A longer word would leave the other columns no room. */
const longestWord = 16;

/** How columns are set, best first: closer to each other and narrower before one of them goes on a line of its own. */
const usual: Setting = { gap: "   ", least: 12, breaks: atBlanks };
const settings: readonly Setting[] = [
  usual,
  { gap: "  ", least: 12, breaks: atBlanks },
  { gap: "  ", least: 8, breaks: atBlanks },
  { gap: "  ", least: 7, breaks: atSigns },
];

/** So wide are moments, roles and numbers: they are made narrower when nothing else is left. */
const short = 20;

/** They stay in one line: a moment, and what is copied as a whole (a fingerprint, the begin of a number, a recipient of age). */
const moment = /^\d{4}-\d\d-\d\d(?: \d\d:\d\d|$)/;
const copied = /^(?:[0-9a-f]{64}|[0-9a-f]{8,12}|age1[0-9a-z]{58})$/i;

/** An address of a node, with its port: broken in two it can be neither read nor copied. */
const address =
  /^(?:https?:\/\/)?(?:\d{1,3}(?:\.\d{1,3}){3}|\[?[0-9a-f]*:[0-9a-f:]+\]?|[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?::\d{1,5})?,?$/i;
/** A longer name of a host would leave the other columns no room. */
const longestAddress = 48;

interface Column {
  readonly column: number;
  readonly title: string;
  /** Of all of it, and of what it can be made. */
  readonly whole: number;
  readonly narrowest: number;
}

export interface TableLook {
  /** Marks rows that stand out. */
  readonly isStrong?: (index: number) => boolean;
  /** It goes on below one that was printed before. */
  readonly isFurther?: boolean;
}

/**
 * Rows as aligned columns, without those that have nothing in them. Widths count characters. On a terminal they fit its width, and
 * nothing is cut: what is too long goes on below in its own column, and columns for which there is no room all the same follow on
 * a line of their own.
 */
export function table(
  terminal: Pick<Terminal, "columns" | "markData">,
  titles: readonly string[],
  given: readonly (readonly string[])[],
  { isStrong = () => false, isFurther = false }: TableLook = {},
): string {
  // A cell stays one: what is spelled out takes room.
  const rows = given.map((cells) => cells.map((cell) => printable(cell)));
  const set = (setting: Setting) =>
    inLines(
      titles.flatMap((title, column) =>
        columnOf(
          title,
          column,
          rows.map((row) => row[column] ?? ""),
          setting,
        ),
      ),
      terminal.columns,
      setting,
    );
  const parts =
    settings.map(set).find(({ length }) => length === 1) ?? set(usual);
  const line = (cells: readonly string[]) =>
    parts
      .flatMap((part) => linesOf(part, cells))
      .filter((text, at) => at === 0 || text !== "")
      .join("\n");
  const lines = rows.map((row, index) =>
    isStrong(index) ? terminal.markData("bold", line(row)) : line(row),
  );
  const head = isFurther ? [] : [terminal.markData("dim", line(titles))];
  return [...head, ...lines, ""].join("\n");
}

function columnOf(
  title: string,
  column: number,
  cells: readonly string[],
  { least, breaks }: Setting,
): readonly Column[] {
  const longest = Math.max(0, ...cells.map(({ length }) => length));
  if (longest === 0 && cells.length > 0) return [];
  const whole = Math.max(title.length, longest);
  const isWhole = cells.every(
    (cell) => cell === "" || moment.test(cell) || copied.test(cell),
  );
  const narrowest = isWhole
    ? whole
    : Math.min(
        whole,
        Math.max(
          least,
          title.length,
          ...cells.map(addressWidth),
          ...cells.map((cell) => wordWidth(cell, breaks)),
        ),
      );
  return [{ column, title, whole, narrowest }];
}

/** Of the longest of the pieces that a cell is broken into, dates among them. */
function wordWidth(cell: string, breaks: RegExp): number {
  const widths = cell.split(breaks).map(({ length }) => length);
  return Math.max(0, ...widths.filter((width) => width <= longestWord));
}

/** Of the longest address in a cell; 0: there is none. */
function addressWidth(cell: string): number {
  const widths = cell
    .split(atBlanks)
    .filter((word) => word.length <= longestAddress && address.test(word))
    .map(({ length }) => length);
  return Math.max(0, ...widths);
}

interface Part {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  readonly indent: string;
  readonly gap: string;
}

/** The columns of each line of a row: as many as fit it at their narrowest. */
function inLines(
  columns: readonly Column[],
  most: number,
  { gap }: Setting,
): readonly Part[] {
  const parts: Part[] = [];
  let rest = columns;
  do {
    const indent = parts.length === 0 ? "" : gap;
    const room = most - indent.length;
    const narrowest = rest.map((one) => one.narrowest);
    let count = rest.length;
    while (count > 1 && lineWidth(narrowest.slice(0, count), gap) > room)
      count -= 1;
    const part = rest.slice(0, count);
    parts.push({ columns: part, widths: fitted(part, room, gap), indent, gap });
    rest = rest.slice(count);
  } while (rest.length > 0);
  return parts;
}

/** Names as wide as the longest of them, for lines that begin with one. */
export function nameColumn(names: readonly string[]): (name: string) => string {
  const width = Math.max(...names.map((name) => printable(name).length));
  return (name) => printable(name).padEnd(width);
}

/** Takes from the widest column until the line fits: from short ones only when no other is left. */
function fitted(
  columns: readonly Column[],
  most: number,
  gap: string,
): readonly number[] {
  const widths = columns.map(({ whole }) => whole);
  for (const isCut of [(width: number) => width > short, () => true])
    while (lineWidth(widths, gap) > most) {
      const wide = columns.map(({ whole, narrowest }, at) => {
        const width = widths[at] ?? 0;
        return isCut(whole) && width > narrowest ? width : 0;
      });
      const widest = Math.max(...wide);
      if (widest <= 0) break;
      widths[wide.indexOf(widest)] = widest - 1;
    }
  return widths;
}

function lineWidth(widths: readonly number[], gap: string): number {
  return widths.reduce(
    (sum, width) => sum + width,
    gap.length * (widths.length - 1),
  );
}

/** One row's cells of these columns, as high as the highest of them. */
function linesOf(
  { columns, widths, indent, gap }: Part,
  cells: readonly string[],
): readonly string[] {
  const broken = columns.map(({ column }, at) =>
    inWidth(cells[column] ?? "", widths[at] ?? 0),
  );
  const height = Math.max(...broken.map(({ length }) => length));
  return Array.from({ length: height }, (_, index) =>
    (
      indent +
      broken
        .map((lines, at) => (lines[index] ?? "").padEnd(widths[at] ?? 0))
        .join(gap)
    ).trimEnd(),
  );
}

/** A cell as lines of that width: broken at blanks and behind signs where it can be. */
function inWidth(cell: string, width: number): readonly string[] {
  const lines: string[] = [];
  let rest = cell;
  while (rest.length > width) {
    const shown = rest.slice(0, width + 1);
    const [fitting = ""] =
      /^.+ /.exec(shown) ??
      /^.+[,;](?=.)/.exec(shown) ??
      /^.+[:/@=)-](?=.)/.exec(shown) ??
      [];
    const end = fitting.trim() === "" ? width : fitting.length;
    lines.push(rest.slice(0, end).trimEnd());
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}
