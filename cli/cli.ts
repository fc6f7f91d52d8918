import type { Command } from "commander";
import type { Result } from "../shared/core/result.ts";
import { exitCodeOf, exitCodes } from "./exit-codes.ts";
import type { CliPorts } from "./ports/ports.ts";
import type { Terminal } from "./terminal.ts";

/** Adds the arguments, options and action of a verb to its command. */
export type Configure = (command: Command, cli: Cli) => void;

export interface Verb {
  readonly summary: string;
  /** The heading of the help under which it stands. */
  readonly group?: string;
  /** What follows `--` is a command, or words for another program; else they are operands like any other. */
  readonly takesCommand?: true;
  /** What stands on stdout when the verb failed, for whoever evaluates what it prints. Gets the verb's words. */
  readonly failure?: (words: readonly string[]) => Promise<string>;
  /** Loads the verb's own code: no verb pays for another. */
  readonly load: () => Promise<Configure>;
}

/** What every verb is given. */
export interface Cli {
  readonly terminal: Terminal;
  readonly ports: CliPorts;
  /** All verbs by name. */
  readonly verbs: Readonly<Record<string, Verb>>;
  /** The words after `--`, for a verb that takes them; null when there was no `--`. */
  readonly command: readonly string[] | null;
}

/**
 * Runs a verb and sets the exit code: the number it returns, or the code of its error. The process then
 * ends by itself, so that nothing written to a pipe is cut off.
 */
export async function finish(
  cli: Cli,
  outcome: Promise<Result<number | void>>,
): Promise<void> {
  const result = await outcome;
  if (result.ok) {
    process.exitCode = cli.terminal.isStdoutLost
      ? exitCodes.failed
      : (result.value ?? exitCodes.done);
    return;
  }
  cli.terminal.fail(result.error);
  process.exitCode = exitCodeOf(result.error.code);
}
