import { constants } from "node:os";

/**
 * A socket and a process, by the shortest way that a runtime has to them: `node:net` and `node:child_process` alone cost the
 * one executable more than the rest of an `exec` whose session the agent holds.
 */
export interface Runtime {
  /** To a socket of the system that has a name. Null where nobody listens. What comes goes to `ears`, until the connection is closed. */
  connect(path: string, ears: Ears): Promise<Wire | null>;
  /** Starts a command, with our own streams where nothing else is said. Rejects with the system's error where it cannot be run. */
  start(
    command: readonly string[],
    environment: NodeJS.ProcessEnv,
    streams?: readonly ("inherit" | "ignore" | number)[],
  ): Promise<Running>;
  /** For what stays, or works for long: from now on code is compiled when the runtime would by itself, not later. */
  compileAsUsual(): void;
}

export interface Ears {
  readonly onBytes: (bytes: Uint8Array) => void;
  /** Told once. */
  readonly onClose: () => void;
}

export interface Wire {
  send(bytes: Uint8Array | string): void;
  close(): void;
}

export interface Running {
  readonly pid: number;
  /** Its exit code; 128 + n for signal n. */
  readonly ended: Promise<number>;
  /** Sends it where we may. What sudo started is another user's: that goes on, and so do we. */
  kill(signal: NodeJS.Signals): void;
}

/** The exit code of a command as shells count it: 128 + n for signal n. */
export function codeOfEnd(
  code: number | null,
  signal: NodeJS.Signals | null,
): number {
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}
