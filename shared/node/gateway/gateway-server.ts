// A Talos API endpoint on this machine for the programs of one session: what they ask goes to the cluster with a
// credential that they never see.
// Keep: A call is judged before a byte of it leaves, and nothing is sent twice; the credential is in this process
// alone.
import { randomBytes } from "node:crypto";
import {
  createSecureServer,
  type Http2SecureServer,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import type { Socket } from "node:net";
import { limits } from "../../core/limits.ts";
import type { Clock } from "../../core/ports/clock.ts";
import { toBase64 } from "../../core/pki/base64.ts";
import { makeThrowAway } from "../../core/pki/issuing/ephemeral-certificates.ts";
import { Secret } from "../../core/secret.ts";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import { signatureAlgorithms } from "../talos-api/tls/client-credentials.ts";
import type { CallJudge } from "./call-judge.ts";
import { CallLog, type LogNews } from "./call-log.ts";
import { GuardedCalls, type GuardedSessionOptions } from "./guarded-calls.ts";
import { listenOnLoopback, type Loopback } from "./loopback.ts";
import { Elevations, type NowGiven } from "./elevations.ts";
import { Upstream } from "./upstream.ts";
import { windowBytes } from "./flow-control.ts";
import { addressBytes } from "../../core/pki/verifying/server-name.ts";

export interface GatewayOptions extends GuardedSessionOptions {
  /** When the pair of the session stops being valid. */
  readonly notAfter: Date;
  readonly clock: Clock;
  /** How this process reaches nodes. */
  readonly environment: NodeJS.ProcessEnv;
  /** Absent: a free one. */
  readonly port?: number;
  /** Told whenever a call begins or ends. */
  readonly onCall?: () => void;
  /** Told whenever the session was given more, or that is over. */
  readonly onGiven?: () => void;
}

/** What a person let a session do for a while. */
export interface GivenMore {
  /** Empty: it is about the roles alone. */
  readonly methods: readonly string[];
  /** The context with a credential of other roles; null: the session's own is enough. */
  readonly as: {
    readonly roles: readonly string[];
    readonly config: TalosContext;
  } | null;
}

/** A running gateway. */
export interface Gateway {
  /** Host and port. */
  readonly endpoint: string;
  /** What the session's talosconfig has: this endpoint, the throw-away pair, and the context's own nodes. */
  readonly config: TalosContext;
  /** Lets the session do more for a while, with a credential of other roles where there is one. */
  readonly give: (more: GivenMore, seconds: number) => void;
  /** What its calls are judged by, and how far they have come. */
  readonly judge: Pick<CallJudge, "counted" | "guards" | "tighten">;
  /** What was given and is not over. */
  readonly given: () => readonly NowGiven[];
  /** What has been asked through it. */
  readonly news: (after?: number) => LogNews;
  /** Ends every call at once, and nobody can connect any more. */
  readonly close: () => void;
  readonly isClosed: () => boolean;
}

/** Clocks of one machine agree; a second is rounded away. */
const earlierMs = 60_000;
const addresses = ["127.0.0.1", "::1"];

/** Starts one. Throws the system's error where it cannot listen. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { roles, notAfter, config } = options;
  const throwAway = makeThrowAway({
    roles,
    addresses: addresses.map(bytesOf),
    notBefore: new Date(Date.now() - earlierMs),
    notAfter,
    random: (length) => randomBytes(length),
  });
  const log = new CallLog(options.onCall);
  const upstream = new Upstream(config, options.environment);
  const rights = new Elevations(options.clock, options.onGiven);
  const calls = new GuardedCalls(options, { upstream, rights }, log);
  const server = createSecureServer({
    cert: throwAway.server.certificate,
    key: throwAway.server.privateKey,
    ca: throwAway.ca,
    requestCert: true,
    rejectUnauthorized: true,
    minVersion: "TLSv1.3",
    // Electron's TLS lacks some by itself.
    sigalgs: signatureAlgorithms,
    handshakeTimeout:
      options.patienceMs ?? limits.gatewayHandshakeTime.most * 1000,
    strictFieldWhitespaceValidation: false,
    settings: {
      initialWindowSize: windowBytes,
      maxHeaderListSize: limits.gatewayHeaders.most,
      maxConcurrentStreams: limits.gatewayCalls.most,
    },
    maxHeaderListPairs: limits.gatewayHeaderFields.most,
  });
  const sessions = serve(server, calls);
  const loopback = await listenOnLoopback(server, options.port ?? 0);
  return {
    endpoint: `127.0.0.1:${String(loopback.port)}`,
    config: sessionConfig(config, loopback, throwAway),
    give: ({ methods, as }, seconds) =>
      rights.give(
        {
          methods,
          as: as && {
            roles: as.roles,
            upstream: new Upstream(as.config, options.environment),
          },
        },
        seconds,
      ),
    judge: calls.judge,
    given: () => rights.given,
    news: (after) => log.news(after),
    isClosed: () => calls.isCut,
    close: () => {
      loopback.close();
      calls.cut();
      for (const session of sessions) session.destroy();
      upstream.close();
      rights.close();
    },
  };
}

/** The talosconfig of the session: no proxy, no login of its own. */
function sessionConfig(
  { nodes, cluster }: TalosContext,
  { port }: Loopback,
  { ca, client }: ReturnType<typeof makeThrowAway>,
): TalosContext {
  return {
    endpoints: [`127.0.0.1:${String(port)}`],
    nodes,
    ca: toBase64(ca),
    crt: toBase64(client.certificate),
    key: new Secret(toBase64(client.privateKey)),
    ...(cluster ? { cluster } : {}),
  };
}

function bytesOf(address: string): Uint8Array {
  return addressBytes(address) ?? new Uint8Array();
}

/** What a client breaks is its own: a talosctl that exits says so with an error of HTTP/2. */
function serve(
  server: Http2SecureServer,
  calls: GuardedCalls,
): ReadonlySet<ServerHttp2Session> {
  const sessions = new Set<ServerHttp2Session>();
  server.on("connection", (socket: Socket) => calls.expect(socket));
  server.on("session", (session) => {
    if (sessions.size >= limits.gatewayClients.most) {
      session.destroy();
      return;
    }
    sessions.add(session);
    calls.greet();
    session.setLocalWindowSize(windowBytes);
    session.on("error", () => undefined);
    session.once("close", () => sessions.delete(session));
  });
  server.on("stream", (stream: ServerHttp2Stream, headers, _flags, ...more) => {
    stream.on("error", () => undefined);
    // Node's own types do not name the fourth.
    const [raw] = more as unknown as [readonly string[]];
    void calls.take(stream, headers[":path"] ?? "", raw);
  });
  server.on("sessionError", () => undefined);
  server.on("tlsClientError", () => undefined);
  server.on("error", () => undefined);
  server.on("timeout", () => undefined);
  return sessions;
}
