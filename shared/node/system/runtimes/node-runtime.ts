import { spawn } from "node:child_process";
import { once } from "node:events";
import { createConnection } from "node:net";
import { codeOfEnd, type Runtime } from "./runtime.ts";
import { startByShellToo } from "./start-by-shell.ts";

/** Node's own modules. */
export const nodeRuntime: Runtime = {
  compileAsUsual() {
    // It is never told otherwise.
  },
  async connect(path, { onBytes, onClose }) {
    const socket = createConnection(path);
    // `once` of node:events would reject where nobody listens: an agent that was killed leaves its socket's name.
    const closed = new Promise<void>((resolve) => {
      socket.once("close", () => resolve());
    });
    socket.on("error", () => socket.destroy());
    socket.on("data", onBytes);
    await Promise.race([once(socket, "connect").catch(() => null), closed]);
    if (socket.destroyed) return null;
    void closed.then(onClose);
    return {
      send: (bytes) => void socket.write(bytes),
      close: () => socket.destroy(),
    };
  },
  async start(
    command,
    environment,
    streams = ["inherit", "inherit", "inherit"],
  ) {
    const options = { stdio: [...streams], env: environment };
    // Under Bun, too, where a command gets more descriptors than three.
    const child = startByShellToo(command, environment, ([program = "", ...args]) => spawn(program, args, options)); // prettier-ignore
    const ended = new Promise<number>((resolve) => {
      child.once("exit", (code, signal) => resolve(codeOfEnd(code, signal)));
    });
    // Node tells so of a signal that may not be sent as well.
    child.on("error", () => undefined);
    await once(child, "spawn");
    return {
      pid: child.pid ?? 0,
      ended,
      kill: (signal) => void child.kill(signal),
    };
  },
};
