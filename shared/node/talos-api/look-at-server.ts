import { createHash, X509Certificate } from "node:crypto";
import {
  checkServerIdentity,
  connect,
  type DetailedPeerCertificate,
  type TLSSocket,
} from "node:tls";
import type { Duplex } from "node:stream";
import { parse } from "../../core/pki/certificate.ts";
import { isSignedBy } from "../../core/pki/signed-by.ts";
import type { Credentials } from "./credentials.ts";
import { outOfTime } from "./dial.ts";
import { OpeningFlight } from "./opening-flight.ts";
import { onAbort } from "./patience.ts";
import { tlsOptions } from "./tls-options.ts";
import { blocked, blockedBy, through, type Way } from "./way.ts";

/** What a server shows of itself, and whether it is who the context says. */
export interface ServerLook {
  /** Stage `handshake`: nobody spoke TLS; stage `server`: somebody did, and is not the one. */
  readonly verdict: Way<null>;
  /** Its certificates as DER, the leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly protocol: string | null;
}

/**
 * Looks at a server without showing it anything: a handshake that has no client certificate and ends before the client
 * would answer. Node decides about a server only after a whole handshake, when the client's certificate and a signature
 * with its key are long gone; so the key is not used before a look (docs/decisions/0015). The connection is used up.
 */
export function lookAtServer(
  network: Duplex,
  host: string,
  { anonymous, authorities }: Credentials,
  signal: AbortSignal,
): Promise<ServerLook> {
  return new Promise((resolve) => {
    let isSettled = false;
    const settle = (verdict: Way<null>) => {
      if (isSettled) return;
      isSettled = true;
      stopListening();
      const chain = chainOf(socket);
      resolve({ verdict, chain, protocol: socket.getProtocol?.() ?? null });
      socket.destroy();
    };
    const opening = new OpeningFlight(network, () => {
      // TLS 1.3 says so itself, a moment later.
      if (socket.getProtocol() === "TLSv1.2")
        // Not from within OpenSSL's own call.
        setImmediate(() => settle(judge(socket, host, authorities)));
    });
    const socket = connect({
      ...tlsOptions(host),
      socket: opening,
      secureContext: anonymous,
      // Node's verdict is read below; refusing by itself it would take the certificate away.
      rejectUnauthorized: false,
    });
    const stopListening = onAbort(signal, () =>
      settle(blocked("handshake", outOfTime, "Nobody spoke TLS in time.")),
    );
    socket.on("error", (error) => settle(blockedBy("handshake", error)));
    socket.on("close", () =>
      settle(blocked("handshake", "closed", "The connection was closed.")),
    );
    socket.on("secureConnect", () => {
      const { authorized, authorizationError } = socket;
      settle(authorized ? through(null) : refused(String(authorizationError)));
    });
  });
}

/** Node gives OpenSSL's name, or a sentence with one in front. */
function refused(reason: string) {
  const code = /^(?:Error \[)?([A-Z0-9_]{4,})/.exec(reason)?.[1];
  return blocked("server", code ?? "unverified", reason);
}

function chainOf(socket: TLSSocket): readonly Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  let next: DetailedPeerCertificate | undefined = peerOf(socket);
  while (next?.raw) {
    const print = createHash("sha256").update(next.raw).digest("hex");
    if (found.has(print)) break;
    found.set(print, new Uint8Array(next.raw));
    next = next.issuerCertificate;
  }
  return [...found.values()];
}

function peerOf(socket: TLSSocket) {
  try {
    return socket.getPeerCertificate(true);
  } catch {
    return undefined;
  }
}

/**
 * For TLS 1.2, whose handshake does not end before the client has answered: signed by one of the context's CAs, in
 * time, for the name. Node's own verdict is asked for at login all the same. Without a CA of the context's own nothing
 * can be said here.
 */
function judge(
  socket: TLSSocket,
  host: string,
  authorities: readonly Uint8Array[],
): Way<null> {
  const peer = peerOf(socket);
  if (!peer?.raw) return blocked("handshake", "closed", "It showed nothing.");
  const der = new Uint8Array(peer.raw);
  if (!isSignedBy(der, authorities.filter(isAuthority)))
    return refused("UNABLE_TO_VERIFY_LEAF_SIGNATURE");
  const { validFrom, validTo } = new X509Certificate(der);
  const now = Date.now();
  if (now < Date.parse(validFrom)) return refused("CERT_NOT_YET_VALID");
  if (now > Date.parse(validTo)) return refused("CERT_HAS_EXPIRED");
  return checkServerIdentity(host, peer)
    ? refused("ERR_TLS_CERT_ALTNAME_INVALID")
    : through(null);
}

function isAuthority(der: Uint8Array): boolean {
  return parse(der)?.ca === true;
}
