import { spawn, type ChildProcess } from "node:child_process";
import { fstatSync, readFileSync } from "node:fs";
import { constants } from "node:os";
import { dumpAsGiven } from "../system/core-dump.ts";
import {
  processIdentity,
  type ProcessIdentity,
} from "../system/process-identity.ts";
import { endProcesses } from "./end-connected.ts";

/** What a shell says for a command that was not found, and for one that could not be run. */
const notFound = 127;
const notExecutable = 126;

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

/** Passed on always; those that the terminal sends reach the command by themselves. */
const forwarded = [
  "SIGTERM",
  "SIGHUP",
  // A listener also keeps Node from opening its debugger.
  "SIGUSR1",
  "SIGUSR2",
  "SIGCONT",
  "SIGALRM",
  "SIGPIPE",
] as const;
const fromTerminal = ["SIGINT", "SIGQUIT"] as const;

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
      const code = error.code === "ENOENT" ? notFound : notExecutable;
      resolve({ kind: "not-started", code, reason: error.code ?? "" });
    });
    child.once("exit", (code, signal) => {
      stopListening();
      resolve({
        kind: "ended",
        code: code ?? 128 + (signal ? constants.signals[signal] : 0),
      });
    });
    const running = child.pid ? processIdentity(child.pid) : null;
    if (running) onStart?.(running);
  });
}

const descriptorName = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/;
const firstOther = 3;

/**
 * Our streams, and what the shell put into a word of the command: `<(other command)` is a descriptor's name there. Node
 * closes the lower descriptors for its children, which are the ones that zsh takes.
 */
function streamsFor(
  args: readonly string[],
): ("inherit" | "ignore" | number)[] {
  const streams: ("inherit" | "ignore" | number)[] = Array.from(
    { length: firstOther },
    () => "inherit",
  );
  for (const word of args) {
    const fd = Number(descriptorName.exec(word)?.[1] ?? 0);
    if (fd < firstOther || !isPipe(fd)) continue;
    while (streams.length < fd) streams.push("ignore");
    streams[fd] = fd;
  }
  return streams;
}

/** Nothing of ours that is worth something is a pipe: a number may be ours where the shell has none. */
function isPipe(fd: number): boolean {
  try {
    return fstatSync(fd).isFIFO();
  } catch {
    return false;
  }
}

function forwardSignals(pass: (signal: NodeJS.Signals) => void): () => void {
  const listeners = new Map<NodeJS.Signals, () => void>();
  for (const signal of forwarded) listeners.set(signal, () => pass(signal));
  for (const signal of fromTerminal)
    listeners.set(signal, () => {
      if (!isInForeground()) pass(signal);
    });
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/**
 * True when our process group is the foreground group of a terminal. Ctrl-C has then reached the command
 * already: sending it again would be a second Ctrl-C. Fields 5 and 8 of proc(5) stat.
 */
function isInForeground(): boolean {
  try {
    const stat = readFileSync("/proc/self/stat", "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[2] === fields[5];
  } catch {
    return process.stdin.isTTY;
  }
}
