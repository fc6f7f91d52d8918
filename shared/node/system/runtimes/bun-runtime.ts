import { codeOfEnd, type Runtime } from "./runtime.ts";
import { startByShellToo } from "./start-by-shell.ts";

/** What we use of Bun's own (https://bun.com/reference/bun), which has no types here: the rest of the sources is for Node. */
declare const Bun: {
  readonly unsafe: {
    /** 1 is the usual; the executable begins with more (`--compile-jit-policy`). */
    setJITPolicy(scale: number): void;
  };
  connect(options: {
    readonly unix: string;
    readonly socket: {
      readonly data: (socket: BunSocket, bytes: Uint8Array) => void;
      readonly close: () => void;
      readonly error: () => void;
    };
  }): Promise<BunSocket>;
  spawn(
    command: readonly string[],
    options: {
      readonly stdio: readonly ["inherit", "inherit", "inherit"];
      readonly env: NodeJS.ProcessEnv;
    },
  ): {
    readonly pid: number;
    readonly exited: Promise<number>;
    readonly exitCode: number | null;
    readonly signalCode: NodeJS.Signals | null;
    kill(signal: NodeJS.Signals): void;
  };
};

interface BunSocket {
  /** How many bytes it took. */
  write(bytes: Uint8Array | string): number;
  /** Both directions, at once: after `end` whoever listens could go on sending. */
  terminate(): void;
}

/** Bun's own. */
export const bunRuntime: Runtime = {
  compileAsUsual() {
    Bun.unsafe.setJITPolicy(1);
  },
  async connect(path, { onBytes, onClose }) {
    let isClosed = false;
    const close = (): void => {
      if (!isClosed) onClose();
      isClosed = true;
    };
    try {
      const socket = await Bun.connect({
        unix: path,
        socket: {
          data: (_, bytes) => onBytes(bytes),
          close,
          error: close,
        },
      });
      return {
        send: (bytes) => {
          // A few kilobytes into an empty buffer; where even they have no room, nobody reads.
          if (socket.write(bytes) < Buffer.byteLength(bytes))
            socket.terminate();
        },
        close: () => socket.terminate(),
      };
    } catch {
      return null;
    }
  },
  async start(command, environment, streams = []) {
    if (streams.some((stream) => stream !== "inherit")) {
      // Descriptors beyond the three, which a person named: a seldom thing.
      const { nodeRuntime } = await import("./node-runtime.ts");
      return nodeRuntime.start(command, environment, streams);
    }
    const child = startByShellToo(command, environment, (words) =>
      Bun.spawn(words, {
        stdio: ["inherit", "inherit", "inherit"],
        env: environment,
      }),
    );
    const ended = child.exited.then(() =>
      codeOfEnd(child.exitCode, child.signalCode),
    );
    return {
      pid: child.pid,
      ended,
      kill: (signal) => {
        try {
          child.kill(signal);
        } catch {
          // It may not be signalled.
        }
      },
    };
  },
};
