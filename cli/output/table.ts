import { printable } from "../../shared/core/text/printable.ts";
import type { Terminal } from "../terminal.ts";

const gap = "   ";

/** Narrower than this a column is not read well. */
const least = 12;

/** So wide are moments, roles and numbers: they are made narrower when nothing else is left. */
const short = 20;

/** They stay in one line: a moment, and what is copied as a whole (a fingerprint, a recipient of age). */
const moment = /^\d{4}-\d\d-\d\d(?: \d\d:\d\d|$)/;
const copied = /^(?:[0-9a-f]{64}|age1[0-9a-z]{58})$/;

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
  const columns = titles.flatMap((title, column) =>
    columnOf(
      title,
      column,
      rows.map((row) => row[column] ?? ""),
    ),
  );
  const parts = inLines(columns, terminal.columns);
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
        Math.max(least, title.length, ...cells.map(addressWidth)),
      );
  return [{ column, title, whole, narrowest }];
}

/** Of the longest address in a cell; 0: there is none. */
function addressWidth(cell: string): number {
  const widths = cell
    .split(/ |(?<=,)/)
    .filter((word) => word.length <= longestAddress && address.test(word))
    .map(({ length }) => length);
  return Math.max(0, ...widths);
}

interface Part {
  readonly columns: readonly Column[];
  readonly widths: readonly number[];
  readonly indent: string;
}

/** The columns of each line of a row: as many as fit it at their narrowest. */
function inLines(columns: readonly Column[], most: number): readonly Part[] {
  const parts: Part[] = [];
  let rest = columns;
  do {
    const indent = parts.length === 0 ? "" : gap;
    const room = most - indent.length;
    const narrowest = rest.map((one) => one.narrowest);
    let count = rest.length;
    while (count > 1 && lineWidth(narrowest.slice(0, count)) > room) count -= 1;
    const part = rest.slice(0, count);
    parts.push({ columns: part, widths: fitted(part, room), indent });
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
function fitted(columns: readonly Column[], most: number): readonly number[] {
  const widths = columns.map(({ whole }) => whole);
  for (const isCut of [(width: number) => width > short, () => true])
    while (lineWidth(widths) > most) {
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

function lineWidth(widths: readonly number[]): number {
  return widths.reduce(
    (sum, width) => sum + width,
    gap.length * (widths.length - 1),
  );
}

/** One row's cells of these columns, as high as the highest of them. */
function linesOf(
  { columns, widths, indent }: Part,
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
