import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";

/** A screen that nobody sees. */
export class Display {
  readonly name: string;
  readonly #server: ChildProcess;

  private constructor(name: string, server: ChildProcess) {
    this.name = name;
    this.#server = server;
  }

  static async start(): Promise<Display> {
    const server = spawn(
      "Xvfb",
      [
        "-displayfd",
        "3",
        "-screen",
        "0",
        "1600x1000x24",
        "-nolisten",
        "tcp",
        "-ac",
      ],
      { stdio: ["ignore", "ignore", "ignore", "pipe"] },
    );
    const stream = server.stdio[3];
    if (!stream) throw new Error("Xvfb did not start");
    const [chunk] = (await once(stream, "data")) as [Buffer];
    return new Display(`:${chunk.toString("utf8").trim()}`, server);
  }

  stop(): void {
    this.#server.kill("SIGTERM");
  }
}
