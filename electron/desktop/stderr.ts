import { printable } from "../../shared/core/text/printable.ts";

/** Lines for who started the app in a terminal. */
export function sayOnStderr(lines: readonly string[]): void {
  process.stderr.write(`${lines.map(printable).join("\n")}\n`);
}
