import { randomBytes } from "node:crypto";
import {
  connect,
  createSecureServer,
  type ClientHttp2Session,
  type ClientHttp2Stream,
  type IncomingHttpHeaders,
  type OutgoingHttpHeaders,
  type SecureClientSessionOptions,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from "node:http2";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { toBase64 } from "../../shared/core/pki/base64.ts";
import { makeThrowAway } from "../../shared/core/pki/issuing/ephemeral-certificates.ts";
import { Secret } from "../../shared/core/secret.ts";
import type { TalosContext } from "../../shared/core/talosconfig/types.ts";

export interface RawNode {
  readonly config: TalosContext;
  readonly calls: {
    readonly path: string;
    readonly raw: readonly string[];
  }[];
  readonly sessions: Set<ServerHttp2Session>;
  stop(): void;
}

/** A server of HTTP/2 with a client certificate of its own, for what no gRPC library can be brought to do. */
export async function startRawNode(
  answer: (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => void,
  { serves = true } = {},
): Promise<RawNode> {
  const pairs = throwAway();
  const other = throwAway();
  const server = createSecureServer({
    cert: (serves ? pairs : other).server.certificate,
    key: (serves ? pairs : other).server.privateKey,
    ca: pairs.ca,
    requestCert: true,
    rejectUnauthorized: true,
    maxHeaderListPairs: 4096,
    settings: { maxConcurrentStreams: 2000, maxHeaderListSize: 1 << 20 },
  });
  const calls: RawNode["calls"] = [];
  const sessions = new Set<ServerHttp2Session>();
  server.on("session", (session) => {
    sessions.add(session);
    session.once("close", () => sessions.delete(session));
    session.on("error", () => undefined);
  });
  server.on("sessionError", () => undefined);
  server.on("stream", (stream: ServerHttp2Stream, headers, _flags, ...more) => {
    stream.on("error", () => undefined);
    const [raw] = more as unknown as [readonly string[]];
    calls.push({ path: headers[":path"] ?? "", raw });
    answer(stream, headers);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    config: configOf(pairs, server.address() as AddressInfo),
    calls,
    sessions,
    stop: () => {
      server.close();
      for (const session of sessions) session.destroy();
    },
  };
}

/** A frame of HTTP/2 (RFC 9113 §4.1). */
export function frame(
  type: number,
  flags: number,
  id: number,
  payload: Buffer,
) {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(id, 5);
  return Buffer.concat([head, payload]);
}

/** Names and values in turn, without HPACK's tables (RFC 7541 §6.2.2); none has more than 126 bytes. */
export function literalHeaders(...texts: readonly string[]): Buffer {
  const parts = texts.map((text, index) => {
    const bytes = Buffer.from(text, "latin1");
    const begin = index % 2 === 0 ? [0, bytes.length] : [bytes.length];
    return Buffer.concat([Buffer.from(begin), bytes]);
  });
  return Buffer.concat(parts);
}

const [settings, headersType, headLength] = [4, 1, 9];

/** A node that answers each call with frames that no library writes. */
export async function startFrameNode(
  answer: (id: number) => Buffer,
): Promise<Pick<RawNode, "config" | "stop">> {
  const pairs = throwAway();
  const server = createTlsServer(
    {
      cert: pairs.server.certificate,
      key: pairs.server.privateKey,
      ca: pairs.ca,
      requestCert: true,
      ALPNProtocols: ["h2"],
    },
    (socket) => {
      const preface = 24;
      let rest = Buffer.alloc(0);
      let isGreeted = false;
      socket.on("error", () => undefined);
      socket.write(frame(settings, 0, 0, Buffer.alloc(0)));
      socket.on("data", (chunk) => {
        rest = Buffer.concat([rest, chunk]);
        if (!isGreeted && rest.length < preface) return;
        if (!isGreeted) rest = rest.subarray(preface);
        isGreeted = true;
        for (;;) {
          const length =
            rest.length < headLength
              ? Infinity
              : headLength + rest.readUIntBE(0, 3);
          if (rest.length < length) return;
          if (rest[3] === headersType)
            socket.write(answer(rest.readUInt32BE(5)));
          rest = rest.subarray(length);
        }
      });
    },
  );
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    config: configOf(pairs, server.address() as AddressInfo),
    stop: () => server.close(),
  };
}

type Pairs = ReturnType<typeof throwAway>;

function configOf(pairs: Pairs, { port }: AddressInfo): TalosContext {
  return {
    endpoints: [`127.0.0.1:${String(port)}`],
    nodes: ["10.0.0.2"],
    ca: toBase64(pairs.ca),
    crt: toBase64(pairs.client.certificate),
    key: new Secret(toBase64(pairs.client.privateKey)),
  };
}

function throwAway() {
  return makeThrowAway({
    roles: ["os:admin"],
    addresses: [Uint8Array.of(127, 0, 0, 1)],
    notBefore: new Date(Date.now() - 60_000),
    notAfter: new Date(Date.now() + 3_600_000),
    random: (length) => randomBytes(length),
  });
}

/** PEM as OpenSSL reads it: Talos writes a word of its own. */
const text = (base64: string) =>
  Buffer.from(base64, "base64")
    .toString()
    .replaceAll("ED25519 PRIVATE KEY", "PRIVATE KEY");

/** A client of a gateway, with the pair that its session has. */
export function clientOf(
  { endpoints: [endpoint = ""], ca = "", crt = "", key }: TalosContext,
  options: SecureClientSessionOptions = {},
): ClientHttp2Session {
  const client = connect(`https://${endpoint}`, {
    ca: text(ca),
    cert: text(crt),
    key: text(key?.reveal() ?? ""),
    ...options,
  });
  client.on("error", () => undefined);
  return client;
}

export const version = "/machine.MachineService/Version";
export const emptyMessage = Buffer.alloc(5);

export interface CallOutcome {
  readonly headers: IncomingHttpHeaders;
  readonly trailers: IncomingHttpHeaders;
  readonly body: Buffer;
  readonly rstCode: number;
}

/** One call, to its end. */
export async function call(
  client: ClientHttp2Session,
  path: string,
  headers: OutgoingHttpHeaders = {},
  body: Buffer | null = emptyMessage,
): Promise<CallOutcome> {
  return outcomeOf(request(client, path, headers, body));
}

export function request(
  client: ClientHttp2Session,
  path: string,
  headers: OutgoingHttpHeaders = {},
  body: Buffer | null = emptyMessage,
): ClientHttp2Stream {
  const stream = client.request({
    ":method": "POST",
    ":path": path,
    "content-type": "application/grpc",
    te: "trailers",
    ...headers,
  });
  stream.on("error", () => undefined);
  if (body) stream.end(body);
  return stream;
}

export async function outcomeOf(
  stream: ClientHttp2Stream,
): Promise<CallOutcome> {
  let headers: IncomingHttpHeaders = {};
  let trailers: IncomingHttpHeaders = {};
  const chunks: Buffer[] = [];
  stream.on("response", (come: IncomingHttpHeaders) => (headers = come));
  stream.on("trailers", (come: IncomingHttpHeaders) => (trailers = come));
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  if (!stream.destroyed)
    await new Promise((resolve) => stream.once("close", resolve));
  const { rstCode } = stream;
  return { headers, trailers, body: Buffer.concat(chunks), rstCode };
}

/** An answer with one message. */
export function answerFine(stream: ServerHttp2Stream): void {
  stream.resume();
  stream.respond(
    { ":status": 200, "content-type": "application/grpc" },
    { waitForTrailers: true },
  );
  stream.once("wantTrailers", () =>
    stream.sendTrailers({ "grpc-status": "0" }),
  );
  stream.end(emptyMessage);
}
