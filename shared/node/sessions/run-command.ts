import { spawn, type ChildProcess } from "node:child_process";
import { dumpAsGiven } from "../system/core-dump.ts";
import {
  processIdentity,
  type ProcessIdentity,
} from "../system/process-identity.ts";
import { endProcesses } from "./end-connected.ts";
import { codeOfEnd, forwardSignals } from "./forward-signals.ts";
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
  readonly stop?: AbortSignal;
  /** Told which process the command is, once it runs. */
  readonly onStart?: (running: ProcessIdentity) => void;
}

/**
 * Runs a command in this terminal, its streams, process group and signals untouched, and resolves to its exit
 * code (128 + n for signal n). This process lives as long as the command does.
 */
export function runCommand(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  { stop, onStart }: CommandWatch = {},
): Promise<CommandOutcome> {
  const [program = "", ...args] = command;
  return new Promise((resolve) => {
    // Listening comes first: a terminal that is closed in between must not end us before we can clean up.
    let started: ChildProcess | null = null;
    const stopListening = forwardSignals((signal) => started?.kill(signal));
    const child = spawn(program, args, { stdio: streamsFor(args), env });
    dumpAsGiven(child);
    started = child;
    const end = () => {
      const living = processIdentity(child.pid ?? 0);
      if (living) endProcesses([living]);
    };
    // It may have been ended before there was a command.
    if (stop?.aborted) end();
    stop?.addEventListener("abort", end);
    child.once("error", (error: NodeJS.ErrnoException) => {
      stopListening();
      const code = codeNotStarted(error.code);
      resolve({ kind: "not-started", code, reason: error.code ?? "" });
    });
    child.once("exit", (code, signal) => {
      stopListening();
      resolve({ kind: "ended", code: codeOfEnd(code, signal) });
    });
    const running = child.pid ? processIdentity(child.pid) : null;
    if (running) onStart?.(running);
  });
}
