import { printable } from "../../shared/core/text/printable.ts";
import type { Terminal } from "../terminal.ts";

const gap = "   ";

/** Narrower than this a column says nothing. */
const least = 8;

/** A moment: "2026-11-30 07:45 UTC". A part of it says something else. */
const short = 20;

/**
 * Rows as aligned columns; `isStrong` marks rows that stand out. Widths count characters. On a terminal they fit its width:
 * columns of nothing are left out and what is too long ends in an ellipsis; whoever reads from a pipe gets everything.
 */
export function table(
  terminal: Pick<Terminal, "columns" | "markData">,
  titles: readonly string[],
  given: readonly (readonly string[])[],
  isStrong: (index: number) => boolean = () => false,
): string {
  // A cell stays one: what is spelled out takes room.
  const all = given.map((cells) => cells.map((cell) => printable(cell)));
  const columns = titles.map((title, column) => ({
    column,
    title,
    longest: Math.max(0, ...all.map((row) => row[column]?.length ?? 0)),
  }));
  const width = ({ title, longest }: (typeof columns)[number]) =>
    Math.max(title.length, longest);
  const isTooWide = lineWidth(columns.map(width)) > terminal.columns;
  const shown = isTooWide
    ? columns.filter(({ longest }) => longest > 0)
    : columns;
  const header = shown.map(({ title }) => title);
  const rows = all.map((row) => shown.map(({ column }) => row[column] ?? ""));
  const widths = fitted(shown.map(width), terminal.columns);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        cut(cell, widths[column] ?? 0).padEnd(widths[column] ?? 0),
      )
      .join(gap)
      .trimEnd();
  const lines = rows.map((row, index) =>
    isStrong(index) ? terminal.markData("bold", line(row)) : line(row),
  );
  return [terminal.markData("dim", line(header)), ...lines, ""].join("\n");
}

/** Names as wide as the longest of them, for lines that begin with one. */
export function nameColumn(names: readonly string[]): (name: string) => string {
  const width = Math.max(...names.map((name) => printable(name).length));
  return (name) => printable(name).padEnd(width);
}

/** Takes from the widest column until the line fits: from those of moments, roles and numbers only when no other is left. */
function fitted(wanted: readonly number[], columns: number): readonly number[] {
  const widths = [...wanted];
  for (const isCut of [(width: number) => width > short, () => true])
    while (lineWidth(widths) > columns) {
      const wide = widths.map((width, column) =>
        isCut(wanted[column] ?? 0) && width > least ? width : 0,
      );
      const widest = Math.max(...wide);
      if (widest === 0) break;
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
