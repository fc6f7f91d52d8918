import { createHash } from "node:crypto";
import {
  connect,
  type DetailedPeerCertificate,
  type PeerCertificate,
  type TLSSocket,
} from "node:tls";
import type { Duplex } from "node:stream";
import {
  verifyServer,
  type Misfit,
} from "../../../core/pki/verifying/verify-server.ts";
import type { Credentials } from "./client-credentials.ts";
import { outOfTime } from "../path/dial.ts";
import { OpeningFlight } from "./opening-flight.ts";
import { onAbort } from "../time-limit.ts";
import {
  blocked,
  blockedBy,
  through,
  type StageResult,
} from "../path/stage-result.ts";
import { isIP } from "node:net";

/** What a server shows of itself, and whether it is who the context says. */
export interface InspectedServer {
  /** Stage `handshake`: nobody spoke TLS; stage `server`: somebody did, and is not the one. */
  readonly verdict: StageResult<null>;
  /** Its certificates as DER, the leaf first. */
  readonly chain: readonly Uint8Array[];
  readonly protocol: string | null;
  /** Node would take the server as well; null: its verdict is not known. */
  readonly isNodeSure: boolean | null;
}

/**
 * Inspects a server without showing it anything: a handshake that has no client certificate and ends before the client
 * would answer. Node decides about a server only after a whole handshake, when the client's certificate and a signature
 * with its key are long gone; so the key is not used before a server was inspected (docs/decisions/0015). The connection is used up.
 */
export function inspectServer(
  network: Duplex,
  host: string,
  credentials: Credentials,
  signal: AbortSignal,
): Promise<InspectedServer> {
  return new Promise((resolve) => {
    let isSettled = false;
    const settle = (judged: StageResult<null> | "whole" | "cut") => {
      if (isSettled) return;
      isSettled = true;
      stopListening();
      const chain = chainOf(peerOf(socket));
      const isSeen = typeof judged === "string";
      const isNodeSure = judged === "whole" ? socket.authorized : null;
      const verdict = !isSeen
        ? judged
        : isNodeSure === false && isForOther(socket)
          ? blocked("server", "INVALID_PURPOSE", "It is not for servers alone.")
          : judge(chain, host, credentials);
      const protocol = socket.getProtocol?.() ?? null;
      resolve({ verdict, chain, protocol, isNodeSure });
      socket.destroy();
    };
    const opening = new OpeningFlight(network, () => {
      // TLS 1.3 says so itself, a moment later.
      if (socket.getProtocol() === "TLSv1.2")
        // Not from within OpenSSL's own call.
        setImmediate(() => settle("cut"));
    });
    const socket = connect({
      ...tlsOptions(host),
      socket: opening,
      secureContext: credentials.anonymous,
      // Nothing is shown to the server; refusing by itself Node would take the certificate away.
      rejectUnauthorized: false,
      // Names are judged below, by Go's rule.
      checkServerIdentity: () => undefined,
    });
    const stopListening = onAbort(signal, () =>
      settle(blocked("handshake", outOfTime, "Nobody spoke TLS in time.")),
    );
    socket.on("error", (error) => settle(blockedBy("handshake", error)));
    socket.on("close", () =>
      settle(blocked("handshake", "closed", "The connection was closed.")),
    );
    socket.on("secureConnect", () => settle("whole"));
  });
}

/** DER of a server's certificate and of those above it, as far as Node knows them. */
export function chainOf(
  peer: PeerCertificate | undefined,
): readonly Uint8Array[] {
  const found = new Map<string, Uint8Array>();
  let next = peer as DetailedPeerCertificate | undefined;
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

/** OpenSSL has a last word here that nothing takes from it: `any` purpose is none for it (docs/decisions/0030). */
function isForOther({ authorizationError }: TLSSocket): boolean {
  return /INVALID_PURPOSE|certificate purpose/i.test(
    String(authorizationError),
  );
}

function judge(
  chain: readonly Uint8Array[],
  host: string,
  credentials: Credentials,
): StageResult<null> {
  if (chain.length === 0)
    return blocked("handshake", "closed", "It showed nothing.");
  const misfit = misfitOf(chain, host, credentials);
  return misfit ? blocked("server", misfit.code, misfit.text) : through(null);
}

/** Why Talos' own client would not talk to the server that showed these; null: it would. */
export function misfitOf(
  [leaf = new Uint8Array(), ...between]: readonly Uint8Array[],
  host: string,
  credentials: Credentials,
): Misfit | null {
  const anchors = credentials.anchorsOf([leaf, ...between]);
  return verifyServer({ leaf, between, anchors, host, now: new Date() });
}

/**
 * For `tls.connect`: the name that is asked for where it is one (RFC 6066 §3 has no addresses, and no final dot). That
 * the server is verified is said, whatever NODE_TLS_REJECT_UNAUTHORIZED says.
 */
export function tlsOptions(host: string) {
  return {
    host,
    ...(isIP(host) ? {} : { servername: host.replace(/\.+$/, "") }),
    ALPNProtocols: ["h2"],
    rejectUnauthorized: true,
  };
}
