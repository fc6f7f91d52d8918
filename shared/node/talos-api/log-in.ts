import { connect, type TLSSocket } from "node:tls";
import type { Duplex } from "node:stream";
import type { Credentials } from "./credentials.ts";
import { outOfTime } from "./dial.ts";
import { onAbort } from "./patience.ts";
import { tlsOptions } from "./tls-options.ts";
import { blocked, blockedBy, through, type Way } from "./way.ts";

/**
 * TLS with the client's certificate, to a server that was looked at before. It is verified again, for this is another
 * connection. That the handshake succeeds does not say that the server accepts us: in TLS 1.3 it judges afterwards.
 */
export function logIn(
  network: Duplex,
  host: string,
  { secureContext }: Credentials,
  signal: AbortSignal,
): Promise<Way<TLSSocket>> {
  return new Promise((resolve) => {
    let isSettled = false;
    const settle = (way: Way<TLSSocket>) => {
      if (isSettled) return;
      isSettled = true;
      stopListening();
      if (!way.ok) socket.destroy();
      resolve(way);
    };
    const socket = connect({
      ...tlsOptions(host),
      socket: network,
      secureContext,
    });
    const stopListening = onAbort(signal, () =>
      settle(blocked("client", outOfTime, "The login took too long.")),
    );
    // Another server than the one that was looked at: behind a load balancer every connection may meet another.
    socket.on("error", (error) =>
      settle(blockedBy(socket.authorizationError ? "server" : "client", error)),
    );
    socket.on("close", () =>
      settle(blocked("client", "closed", "The connection was closed.")),
    );
    socket.on("secureConnect", () =>
      // gRPC is HTTP/2 alone; another server would hang up on it without a word.
      settle(
        socket.alpnProtocol === "h2"
          ? through(socket)
          : blocked("call", "alpn", "The server speaks no HTTP/2."),
      ),
    );
  });
}
