import { connect, type TLSSocket } from "node:tls";
import type { Duplex } from "node:stream";
import type { Credentials } from "./client-credentials.ts";
import { outOfTime } from "../path/dial.ts";
import { chainOf, misfitOf } from "./inspect-before-login.ts";
import { onAbort } from "../time-limit.ts";
import { tlsOptions } from "./inspect-before-login.ts";
import {
  blocked,
  blockedBy,
  through,
  type StageResult,
} from "../path/stage-result.ts";

export interface Login {
  readonly host: string;
  readonly credentials: Credentials;
  /** The certificate that was inspected, where Node would not believe it on its own; null: Node decides as well. */
  readonly only: Uint8Array | null;
  readonly signal: AbortSignal;
}

/**
 * TLS with the client's certificate, to a server that was inspected before. It is verified again, by Node and as Go does,
 * for this is another connection. That the handshake succeeds does not say that the server accepts us: in TLS 1.3 it
 * judges afterwards.
 */
export function logIn(
  network: Duplex,
  { host, credentials, only, signal }: Login,
): Promise<StageResult<TLSSocket>> {
  return new Promise((resolve) => {
    let isSettled = false;
    const settle = (result: StageResult<TLSSocket>) => {
      if (isSettled) return;
      isSettled = true;
      stopListening();
      if (!result.ok) socket.destroy();
      resolve(result);
    };
    const socket = connect({
      ...tlsOptions(host),
      socket: network,
      secureContext: credentials.logIn(only ?? undefined),
      checkServerIdentity: (_host, peer) => {
        const misfit = misfitOf(chainOf(peer), host, credentials);
        return misfit
          ? Object.assign(new Error(misfit.text), misfit)
          : undefined;
      },
    });
    const stopListening = onAbort(signal, () =>
      settle(blocked("client", outOfTime, "The login took too long.")),
    );
    // Another server than the one that was inspected: behind a load balancer every connection may meet another.
    socket.on("error", (error) =>
      settle(blockedBy(isUnverified(socket) ? "server" : "client", error)),
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

/** Set when Node, or our own check of the certificate, did not take the server. */
function isUnverified({ authorizationError }: TLSSocket): boolean {
  return Boolean(authorizationError);
}
