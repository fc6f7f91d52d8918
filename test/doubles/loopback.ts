import { once } from "node:events";
import {
  connect,
  createServer,
  type AddressInfo,
  type Server,
  type Socket,
} from "node:net";

/** A server that listens on loopback alone, at a port that the system chose. */
export interface Listening {
  readonly port: number;
  /** Host and port. */
  readonly endpoint: string;
  /** How many came, with TLS or without. */
  readonly connections: () => number;
  /** Those that are open. */
  readonly open: () => number;
  readonly stop: () => Promise<void>;
}

export async function listenOnLoopback(
  server: Server,
  host: `127.${string}` | "::1" = "127.0.0.1",
  port = 0,
): Promise<Listening> {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on("connection", (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on("error", () => undefined);
    socket.once("close", () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, "listening");
  const { port: bound } = server.address() as AddressInfo;
  const name = host === "::1" ? "[::1]" : host;
  return {
    port: bound,
    endpoint: `${name}:${String(bound)}`,
    connections: () => connections,
    open: () => sockets.size,
    stop: async () => {
      if (!server.listening) return;
      const closed = once(server, "close");
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** More connections than the system tells of at once: its tables are read in pieces. */
export async function manyConnections(): Promise<Listening> {
  const listening = await listenOnLoopback(createServer());
  await Promise.all(
    Array.from({ length: 40 }, async () => {
      const socket = connect(listening.port, "127.0.0.1");
      socket.on("error", () => undefined);
      await once(socket, "connect");
    }),
  );
  return listening;
}

/** One that nobody listens on. */
export async function freePort(): Promise<number> {
  const { port, stop } = await listenOnLoopback(createServer());
  await stop();
  return port;
}
