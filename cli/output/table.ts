import { printable } from "../../shared/core/text/printable.ts";
import type { Terminal } from "../terminal.ts";

const gap = "   ";

/** Narrower than this a column says nothing. */
const least = 8;

/** So wide are moments, roles and numbers: they are cut when nothing else is left. */
const short = 20;

/** A part of it says something else, so it is not cut at all. */
const moment = /^\d{4}-\d\d-\d\d(?: \d\d:\d\d|$)/;

interface Column {
  readonly column: number;
  readonly title: string;
  /** Of its longest cell. */
  readonly longest: number;
  /** Of all of it, and of what it can be cut to. */
  readonly whole: number;
  readonly narrowest: number;
}

/**
 * Rows as aligned columns; `isStrong` marks rows that stand out. Widths count characters. On a terminal they fit its width: columns of
 * nothing are left out, what is too long ends in an ellipsis, and columns for which there is no room all the same follow on a line
 * of their own; whoever reads from a pipe gets everything.
 */
export function table(
  terminal: Pick<Terminal, "columns" | "markData">,
  titles: readonly string[],
  given: readonly (readonly string[])[],
  isStrong: (index: number) => boolean = () => false,
): string {
  // A cell stays one: what is spelled out takes room.
  const rows = given.map((cells) => cells.map((cell) => printable(cell)));
  const columns = titles.map((title, column) =>
    columnOf(
      title,
      column,
      rows.map((row) => row[column] ?? ""),
    ),
  );
  const isTooWide = lineWidth(columns.map(({ whole }) => whole)) > terminal.columns; // prettier-ignore
  const shown = isTooWide
    ? columns.filter(({ longest }) => longest > 0)
    : columns;
  const parts = inLines(shown, terminal.columns);
  const line = (cells: readonly string[]) =>
    parts
      .map(({ columns: part, widths, indent }) =>
        (
          indent +
          part
            .map(({ column }, at) => {
              const width = widths[at] ?? 0;
              return cut(cells[column] ?? "", width).padEnd(width);
            })
            .join(gap)
        ).trimEnd(),
      )
      .join("\n");
  const lines = rows.map((row, index) =>
    isStrong(index) ? terminal.markData("bold", line(row)) : line(row),
  );
  return [terminal.markData("dim", line(titles)), ...lines, ""].join("\n");
}

function columnOf(
  title: string,
  column: number,
  cells: readonly string[],
): Column {
  const longest = Math.max(0, ...cells.map(({ length }) => length));
  const whole = Math.max(title.length, longest);
  const isMoment = cells.every((cell) => cell === "" || moment.test(cell));
  const narrowest = isMoment ? whole : Math.min(whole, least);
  return { column, title, longest, whole, narrowest };
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

function cut(cell: string, width: number): string {
  return cell.length <= width ? cell : `${cell.slice(0, width - 1)}…`;
}
