import {
  spawn,
  type ChildProcess,
  type SpawnOptions,
  type StdioOptions,
} from "node:child_process";
import { dumpAsGiven } from "../../system/processes/core-dump.ts";
import {
  processIdentity,
  type ProcessIdentity,
} from "../../system/processes/process-identity.ts";
import { endProcesses } from "./end-session-programs.ts";
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
  readonly stop?: AbortSignal | undefined;
  /** Told which process the command is, once it runs. */
  readonly onStart?: ((running: ProcessIdentity) => void) | undefined;
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
  // Listening comes first: a terminal that is closed in between must not end us before we can clean up.
  let started: ChildProcess | null = null;
  const stopListening = forwardSignals((signal) => started?.kill(signal));
  const streams = streamsFor(command.slice(1));
  return start(
    command,
    { stdio: streams, env },
    {
      stop,
      onStart,
      onChild: (child) => {
        started = child;
      },
    },
  ).finally(stopListening);
}

/** Where a command that runs beside others has its output: a pipe to us, or a descriptor of ours. It is given no input. */
export type OutputStream = "pipe" | number;

export interface BesideWatch extends CommandWatch {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  /** Told of the process at once, to read its output and to pass signals on. */
  readonly onChild: (child: ChildProcess) => void;
}

/**
 * Runs one of several commands at once. A process that it left behind may have its output and still print. Who calls passes
 * signals on.
 */
export function runBeside(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  { stdout, stderr, ...watch }: BesideWatch,
): Promise<CommandOutcome> {
  const [, , , ...named] = streamsFor(command.slice(1));
  const stdio: StdioOptions = ["ignore", stdout, stderr, ...named];
  return start(command, { stdio, env }, watch);
}

function start(
  [program = "", ...args]: readonly string[],
  options: SpawnOptions,
  { stop, onStart, onChild }: CommandWatch & Pick<BesideWatch, "onChild">,
): Promise<CommandOutcome> {
  return new Promise((resolve) => {
    const child = spawn(program, args, options);
    dumpAsGiven(child);
    onChild(child);
    const end = () => {
      const living = processIdentity(child.pid ?? 0);
      if (living) endProcesses([living]);
    };
    // It may have been ended before there was a command.
    if (stop?.aborted) end();
    stop?.addEventListener("abort", end);
    child.on("error", (error: NodeJS.ErrnoException) => {
      // A signal that may not be sent is one too: what sudo started is another user's, and goes on.
      if (child.pid !== undefined) return;
      const code = codeNotStarted(error.code);
      resolve({ kind: "not-started", code, reason: error.code ?? "" });
    });
    child.once("exit", (code: number | null, signal: NodeJS.Signals | null) => {
      resolve({ kind: "ended", code: codeOfEnd(code, signal) });
    });
    const running = child.pid ? processIdentity(child.pid) : null;
    if (running) onStart?.(running);
  });
}
