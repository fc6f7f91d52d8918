import * as http from "node:http";
import * as net from "node:net";
import { Worker } from "node:worker_threads";
import { once } from "node:events";
import { listenOnLoopback, type Listening } from "./loopback.ts";

/** A web server without TLS. */
export function startPlainHttp(): Promise<Listening> {
  return listenOnLoopback(
    http.createServer((_request, response) => response.end("hello")),
  );
}

/** Takes connections, reads what comes, and says nothing. */
export function startSilent(): Promise<Listening> {
  return listenOnLoopback(net.createServer((socket) => socket.resume()));
}

/** Hangs up as soon as something was said: in order, or with a reset. */
export function startClosing(how: "end" | "reset"): Promise<Listening> {
  return listenOnLoopback(
    net.createServer((socket) =>
      socket.once("data", () =>
        how === "end" ? socket.end() : socket.resetAndDestroy(),
      ),
    ),
  );
}

/** A port of loopback where nobody listens. */
export async function closedPort(): Promise<number> {
  const { port, stop } = await listenOnLoopback(net.createServer());
  await stop();
  return port;
}

export interface FullPort {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/**
 * A port whose queue is full, so that the system drops whoever wants to connect: as a firewall does. Node takes every
 * connection at once; so it listens in a thread that sleeps.
 */
export async function startFullPort(): Promise<FullPort> {
  const sleeper = new Worker(
    `const { parentPort } = require("node:worker_threads");
     const server = require("node:net").createServer();
     server.listen({ host: "127.0.0.1", port: 0, backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
     });`,
    { eval: true },
  );
  const [port] = (await once(sleeper, "message")) as [number];
  const waiting = await fillQueue(port);
  return {
    endpoint: `127.0.0.1:${String(port)}`,
    stop: async () => {
      for (const socket of waiting) socket.destroy();
      await sleeper.terminate();
    },
  };
}

/** Connects until one is kept waiting. */
async function fillQueue(port: number): Promise<readonly net.Socket[]> {
  const patienceMs = 150;
  const sockets: net.Socket[] = [];
  for (let isFull = false; !isFull && sockets.length < 20;) {
    const socket = net.connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    sockets.push(socket);
    isFull = await Promise.race([
      once(socket, "connect").then(() => false),
      new Promise<boolean>((resolve) => {
        setTimeout(() => resolve(true), patienceMs);
      }),
    ]);
  }
  return sockets;
}
