import {
  spawn,
  type ChildProcess,
  type StdioOptions,
} from "node:child_process";
import { codeOfEnd } from "../../system/runtimes/runtime.ts";
import { startByShellToo } from "../../system/runtimes/start-by-shell.ts";
import { streamsFor } from "./named-descriptors.ts";
import {
  commandNotStarted,
  watchCommand,
  type CommandOutcome,
  type CommandWatch,
} from "./run-command.ts";

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
  { stdout, stderr, onChild, ...watch }: BesideWatch,
): Promise<CommandOutcome> {
  const [, , , ...named] = streamsFor(command.slice(1));
  const stdio: StdioOptions = ["ignore", stdout, stderr, ...named];
  return new Promise((resolve) => {
    let child: ChildProcess;
    try {
      child = startByShellToo(command, env, ([program = "", ...args]) => spawn(program, args, { stdio, env })); // prettier-ignore
    } catch (error) {
      // Bun says some of it at once.
      resolve(commandNotStarted(error));
      return;
    }
    onChild(child);
    child.on("error", (error: NodeJS.ErrnoException) => {
      // A signal that may not be sent is one too: what sudo started is another user's, and goes on.
      if (child.pid === undefined) resolve(commandNotStarted(error));
    });
    child.once("exit", (code, signal) => {
      resolve({ kind: "ended", code: codeOfEnd(code, signal) });
    });
    if (child.pid !== undefined) watchCommand(child.pid, watch);
  });
}
