import type { Terminal } from "./terminal.ts";

const gap = "   ";

/** Rows as aligned columns; `isStrong` marks rows that stand out. Widths count characters. */
export function table(
  terminal: Terminal,
  header: readonly string[],
  rows: readonly (readonly string[])[],
  isStrong: (index: number) => boolean = () => false,
): string {
  const widths = header.map((title, column) =>
    rows.reduce(
      (width, row) => Math.max(width, row[column]?.length ?? 0),
      title.length,
    ),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join(gap)
      .trimEnd();
  const lines = rows.map((row, index) =>
    isStrong(index) ? terminal.markData("bold", line(row)) : line(row),
  );
  return [terminal.markData("dim", line(header)), ...lines, ""].join("\n");
}
