import type { Http2SecureServer } from "node:http2";
import { createServer, type Server, type Socket } from "node:net";
import { limits } from "../../core/limits.ts";

/** Something that listens on this machine alone, for IPv4 and, where there is that, IPv6. */
export interface Loopback {
  readonly port: number;
  /** Nobody can connect any more; what is connected stays. */
  readonly close: () => void;
}

const triesForBoth = 16;

/**
 * Listens on 127.0.0.1 and on ::1 with one port, and hands what connects to a server of TLS. `port` 0: a free one. Rejects
 * with the system's error.
 */
export async function listenOnLoopback(
  tls: Http2SecureServer,
  port: number,
): Promise<Loopback> {
  const handshakes = new Handshakes();
  const accept = (socket: Socket) => {
    handshakes.add(socket);
    tls.emit("connection", socket);
  };
  tls.on("secureConnection", (socket: Socket) => handshakes.done(socket));
  for (let left = triesForBoth; ; left--) {
    const first = await listen("127.0.0.1", port, accept);
    const address = first.address();
    const free = typeof address === "object" && address ? address.port : port;
    const second = await listen("::1", free, accept).catch(
      (error: NodeJS.ErrnoException) => error,
    );
    const servers = second instanceof Error ? [first] : [first, second];
    const close = () => {
      for (const server of servers) server.close();
      handshakes.drop();
    };
    // Another program may have the port on ::1; without IPv6 there is no such address.
    const isTaken = second instanceof Error && second.code === "EADDRINUSE";
    if (!isTaken || port !== 0 || left === 0) return { port: free, close };
    first.close();
  }
}

function listen(
  host: string,
  port: number,
  accept: (socket: Socket) => void,
): Promise<Server> {
  const server = createServer(accept);
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ host, port, exclusive: true, ipv6Only: true }, () =>
      resolve(server.off("error", reject).on("error", () => undefined)),
    );
  });
}

/**
 * Connections that have not shown the session's certificate yet. When there are too many the oldest is closed, so
 * that a program which opens many loses its own.
 */
class Handshakes {
  readonly #waiting = new Map<string, Socket>();

  add(socket: Socket): void {
    const name = nameOf(socket);
    this.#waiting.set(name, socket);
    socket.once("close", () => this.#waiting.delete(name));
    socket.on("error", () => undefined);
    const [oldest] = this.#waiting.values();
    if (this.#waiting.size > limits.gatewayHandshakes.most) oldest?.destroy();
  }

  /** `secured`: has the addresses of the connection that it is made of. */
  done(secured: Socket): void {
    this.#waiting.delete(nameOf(secured));
  }

  drop(): void {
    for (const socket of this.#waiting.values()) socket.destroy();
  }
}

function nameOf({ remoteAddress = "", remotePort = 0 }: Socket): string {
  return `${remoteAddress} ${String(remotePort)}`;
}
