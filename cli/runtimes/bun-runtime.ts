import { codeOfEnd } from "../../shared/node/sessions/commands/forward-signals.ts";
import type { Runtime } from "./runtime.ts";

/** What we use of Bun's own (https://bun.com/reference/bun), which has no types here: the rest of the sources is for Node. */
declare const Bun: {
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
  write(text: string): number;
  end(): void;
}

/** Bun's own. */
export const bunRuntime: Runtime = {
  async connect(path, { onText, onClose }) {
    const decoder = new TextDecoder();
    let isClosed = false;
    const close = (): void => {
      if (!isClosed) onClose();
      isClosed = true;
    };
    try {
      const socket = await Bun.connect({
        unix: path,
        socket: {
          data: (_, bytes) => onText(decoder.decode(bytes, { stream: true })),
          close,
          error: close,
        },
      });
      return {
        send: (text) => {
          // A few kilobytes into an empty buffer; where even they have no room, nobody reads.
          if (socket.write(text) < Buffer.byteLength(text)) socket.end();
        },
        close: () => socket.end(),
      };
    } catch {
      return null;
    }
  },
  async start(command, environment) {
    const child = Bun.spawn(command, {
      stdio: ["inherit", "inherit", "inherit"],
      env: environment,
    });
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
