/**
 * A socket and a process, by the shortest way that a runtime has to them: `node:net` and `node:child_process` alone cost the
 * one executable more than the rest of an `exec` whose session the agent holds.
 */
export interface Runtime {
  /** Null where nobody listens. What comes goes to `ears`, until the connection is closed. */
  connect(path: string, ears: Ears): Promise<Wire | null>;
  /** Starts a command with our own streams. Rejects with the system's error where it cannot be run. */
  start(
    command: readonly string[],
    environment: NodeJS.ProcessEnv,
  ): Promise<Running>;
}

export interface Ears {
  readonly onText: (text: string) => void;
  /** Told once. */
  readonly onClose: () => void;
}

export interface Wire {
  send(text: string): void;
  close(): void;
}

export interface Running {
  readonly pid: number;
  /** Its exit code; 128 + n for signal n. */
  readonly ended: Promise<number>;
  /** Sends it where we may. What sudo started is another user's: that goes on, and so do we. */
  kill(signal: NodeJS.Signals): void;
}
