import * as net from "node:net";
import { listenOnLoopback, type Listening } from "./loopback.ts";

/** Lies between a client and a server, and is as wide as this machine and as long as so many milliseconds each way. */
export function startSlowRelay(port: number, ms: number): Promise<Listening> {
  const server = net.createServer((client) => {
    const upstream = net.connect(port, "127.0.0.1");
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.setNoDelay(true);
      // Timers of one length come in the order in which they were set.
      from.on("data", (chunk: Buffer) =>
        setTimeout(() => to.writable && to.write(chunk), ms),
      );
      from.on("error", () => undefined);
      from.once("close", () => setTimeout(() => to.destroy(), ms));
    }
  });
  return listenOnLoopback(server);
}
