import { dumpAsGiven } from "../../system/processes/core-dump.ts";
import {
  processIdentity,
  type ProcessIdentity,
} from "../../system/processes/process-identity.ts";
import { ownRuntime } from "../../system/runtimes/own-runtime.ts";
import type { Running } from "../../system/runtimes/runtime.ts";
import { endProcesses } from "./end-session-programs.ts";
import { forwardSignals } from "./forward-signals.ts";
import { streamsFor } from "./named-descriptors.ts";

/** What a shell says for a command that was not found, and for one that could not be run. */
const notFound = 127;
const notExecutable = 126;

/** The exit code for a program that cannot be run, by its errno. */
export function codeNotStarted(errno: string | undefined): number {
  return errno === "ENOENT" ? notFound : notExecutable;
}

export type CommandOutcome =
  | { readonly kind: "ended"; readonly code: number }
  | {
      readonly kind: "not-started";
      readonly code: number;
      readonly reason: string;
    };

export interface CommandWatch {
  /** End the command, with SIGTERM and then SIGKILL. */
  readonly stop?: AbortSignal | undefined;
  /** Told which process the command is, once it runs. */
  readonly onStart?: ((running: ProcessIdentity) => void) | undefined;
}

/**
 * Runs a command in this terminal, its streams, process group and signals untouched, and resolves to its exit
 * code (128 + n for signal n). This process lives as long as the command does.
 */
export async function runCommand(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  watch: CommandWatch = {},
): Promise<CommandOutcome> {
  const runtime = await ownRuntime();
  // Listening comes first: a terminal that is closed in between must not end us before we can clean up.
  let running: Running | null = null;
  const stopListening = forwardSignals((signal) => running?.kill(signal));
  try {
    const streams = streamsFor(command.slice(1));
    const started = await runtime
      .start(command, env, streams)
      .catch(commandNotStarted);
    if ("kind" in started) return started;
    running = started;
    watchCommand(started.pid, watch);
    return { kind: "ended", code: await started.ended };
  } finally {
    stopListening();
  }
}

/** Says which process runs, and ends it when that is wanted. */
export function watchCommand(
  pid: number,
  { stop, onStart }: CommandWatch,
): void {
  dumpAsGiven({ pid });
  const end = (): void => {
    const living = processIdentity(pid);
    if (living) endProcesses([living]);
  };
  // It may have been ended before there was a command.
  if (stop?.aborted) end();
  stop?.addEventListener("abort", end);
  const running = processIdentity(pid);
  if (running) onStart?.(running);
}

/** What became of a command that the system could not run. */
export function commandNotStarted(error: unknown): CommandOutcome {
  const { code } = error as NodeJS.ErrnoException;
  return {
    kind: "not-started",
    code: codeNotStarted(code),
    reason: code ?? "",
  };
}
