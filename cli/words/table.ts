import { printable } from "../../shared/core/text/printable.ts";
import type { Terminal } from "../terminal.ts";

const gap = "   ";

/** Narrower than this a column says nothing. */
const least = 8;

/**
 * Rows as aligned columns; `isStrong` marks rows that stand out. Widths count characters. On a terminal they fit its width:
 * what is too long ends in an ellipsis; whoever reads from a pipe gets everything.
 */
export function table(
  terminal: Pick<Terminal, "columns" | "markData">,
  header: readonly string[],
  given: readonly (readonly string[])[],
  isStrong: (index: number) => boolean = () => false,
): string {
  // A cell stays one: what is spelled out takes room.
  const rows = given.map((cells) => cells.map((cell) => printable(cell)));
  const widths = fitted(
    header.map((title, column) =>
      rows.reduce(
        (width, row) => Math.max(width, row[column]?.length ?? 0),
        title.length,
      ),
    ),
    terminal.columns,
  );
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

/** Takes from the widest column until the line fits. */
function fitted(wanted: readonly number[], columns: number): readonly number[] {
  const widths = [...wanted];
  const line = () =>
    widths.reduce(
      (sum, width) => sum + width,
      gap.length * (widths.length - 1),
    );
  while (line() > columns) {
    const widest = widths.indexOf(Math.max(...widths));
    const width = widths[widest] ?? 0;
    if (width <= least) break;
    widths[widest] = width - 1;
  }
  return widths;
}

function cut(cell: string, width: number): string {
  return cell.length <= width ? cell : `${cell.slice(0, width - 1)}…`;
}
