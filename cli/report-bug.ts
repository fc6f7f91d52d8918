import { vaultError } from "../shared/core/errors.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { Terminal } from "./terminal.ts";

/**
 * An exception is a bug. Its message is left out: a library's words may quote what it was given, and that
 * may be a key. The frames say where it happened.
 */
export function reportBug(terminal: Terminal, error: unknown): void {
  if (isFolderGone(error)) {
    const gone = folderGone();
    terminal.fail(gone);
    process.exitCode = exitCodeOf(gone.code);
    return;
  }
  const name = error instanceof Error ? error.name : typeof error;
  const frames = error instanceof Error ? (error.stack ?? "").split("\n") : [];
  terminal.say(
    `talos-vault: internal error (${name}). This is a bug; please report these lines:`,
  );
  for (const frame of frames.filter((line) => /^\s+at /.test(line)))
    terminal.say(frame);
  process.exitCode = exitCodes.failed;
}

/** What Node throws where a relative path has no beginning any more. */
function isFolderGone(error: unknown): boolean {
  const { code, syscall } = (error ?? {}) as NodeJS.ErrnoException;
  return code === "ENOENT" && syscall === "uv_cwd";
}

function folderGone() {
  return vaultError(
    "file-missing",
    "The folder in which this was started is gone.",
    "Go to another one with cd, and run it again.",
  );
}
