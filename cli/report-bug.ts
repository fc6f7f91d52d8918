import { exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/**
 * An exception is a bug. Its message is left out: a library's words may quote what it was given, and that
 * may be a key. The frames say where it happened.
 */
export function reportBug(terminal: Terminal, error: unknown): void {
  const name = error instanceof Error ? error.name : typeof error;
  const frames = error instanceof Error ? (error.stack ?? "").split("\n") : [];
  terminal.say(
    `talos-vault: internal error (${name}). This is a bug; please report these lines:`,
  );
  for (const frame of frames.filter((line) => /^\s+at /.test(line)))
    terminal.say(frame);
  process.exitCode = exitCodes.failed;
}
