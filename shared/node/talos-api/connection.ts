import { connect, type ClientHttp2Session } from "node:http2";
import type { TLSSocket } from "node:tls";
import { create } from "@bufbuild/protobuf";
import { DurationSchema, timestampMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import { MachineService } from "./generated/machine/machine_pb.ts";
import { TimeService } from "./generated/time/time_pb.ts";
import { forLateReader } from "./late-reader.ts";
import { blocked, blockedBy, through, type Way } from "./way.ts";

/** Talos' own limit, both ways (constants.go:1336). */
const maxMessageBytes = 32 * 1024 * 1024;

/** Of what a node says of itself no more is taken than can be true (RFC 1035 §2.3.4 for the name). */
const longestTag = 64;
const longestHostname = 253;

export interface CallOptions {
  readonly signal: AbortSignal;
  /** Forwarded to this node; absent: whoever we talk to answers. */
  readonly node?: string;
}

/** gRPC over one verified TLS connection. It does not connect again: when the connection is gone, so is this. */
export class Connection {
  readonly #socket: TLSSocket;
  readonly #session: ClientHttp2Session;
  readonly #headers: Readonly<Record<string, string>>;
  readonly #machine;
  readonly #time;
  #broken: Error | null = null;

  constructor(socket: TLSSocket, authority: string, context: TalosContext) {
    const baseUrl = `https://${authority}`;
    this.#socket = socket;
    this.#headers = metadataOf(context);
    const notice = (error: Error) => {
      this.#broken ??= error;
    };
    socket.on("error", notice);
    this.#session = connect(baseUrl, { createConnection: () => socket });
    this.#session.on("error", notice);
    const transport = createGrpcTransport({
      baseUrl,
      sessionManager: {
        authority: baseUrl,
        request: async (method, path, headers, options) =>
          forLateReader(
            this.#session.request(
              // Node's own has no brackets around an IPv6 address.
              {
                ...headers,
                ":method": method,
                ":path": path,
                ":authority": authority,
              },
              options,
            ),
          ),
        notifyResponseByteRead: () => undefined,
      },
      acceptCompression: [],
      readMaxBytes: maxMessageBytes,
      writeMaxBytes: maxMessageBytes,
    });
    this.#machine = createClient(MachineService, transport);
    this.#time = createClient(TimeService, transport);
  }

  get isAlive(): boolean {
    return !this.#session.destroyed && this.#broken === null;
  }

  version(options: CallOptions) {
    return this.#call(async () => {
      const { messages } = await this.#machine.version(
        {},
        this.#options(options),
      );
      const [first] = messages;
      return first
        ? {
            version: (first.version?.tag ?? "").slice(0, longestTag),
            isInMaintenance: first.features === undefined,
          }
        : null;
    });
  }

  hostname(options: CallOptions) {
    return this.#call(async () => {
      const { messages } = await this.#machine.hostname(
        {},
        this.#options(options),
      );
      return messages[0]?.hostname.slice(0, longestHostname) ?? null;
    });
  }

  /** The node's clock, in milliseconds since 1970. */
  time(options: CallOptions) {
    return this.#call(async () => {
      const { messages } = await this.#time.time({}, this.#options(options));
      const local = messages[0]?.localtime;
      return local ? timestampMs(local) : null;
    });
  }

  /** PEM texts, unchecked. */
  generate(
    roles: readonly string[],
    ttlSeconds: number,
    options: CallOptions,
  ): Promise<Way<{ ca: string; crt: string; key: string }>> {
    return this.#call(async () => {
      const { messages } = await this.#machine.generateClientConfiguration(
        {
          roles: [...roles],
          crtTtl: create(DurationSchema, { seconds: BigInt(ttlSeconds) }),
        },
        this.#options(options),
      );
      const [first] = messages;
      const text = (bytes: Uint8Array) => Buffer.from(bytes).toString("utf8");
      return first
        ? { ca: text(first.ca), crt: text(first.crt), key: text(first.key) }
        : null;
    });
  }

  close(): void {
    this.#session.destroy();
    this.#socket.destroy();
  }

  #options({ signal, node }: CallOptions) {
    const headers = { ...this.#headers, ...(node ? { node } : {}) };
    return { signal, headers };
  }

  /** Only an answer proves that the certificate was accepted: in TLS 1.3 the handshake ends before the server judges it. */
  async #call<T>(ask: () => Promise<T | null>): Promise<Way<T>> {
    try {
      const answer = await ask();
      if (answer !== null) return through(answer);
      return blocked("call", "empty", "The answer is empty.");
    } catch (error) {
      return this.#explain(error);
    }
  }

  #explain(error: unknown) {
    if (this.#broken) return blockedBy("client", this.#broken);
    if (!(error instanceof ConnectError)) return blockedBy("call", error);
    if (this.#session.destroyed)
      return blocked("client", "closed", "The connection was closed.");
    const code = codeNames[error.code] ?? "unknown";
    return blocked("call", code, error.rawMessage);
  }
}

const codeNames: Readonly<Record<number, string>> = Object.fromEntries(
  Object.entries(Code).flatMap(([name, number]) =>
    typeof number === "number"
      ? [[number, name.replace(/(?<=[a-z])[A-Z]/g, "_$&").toLowerCase()]]
      : [],
  ),
);

/** What Talos' client sends with every call (client/grpc_connection_wrapper.go:52-60, basic_auth.go). */
function metadataOf({ cluster, auth }: TalosContext) {
  const basic = auth?.basic;
  const login = basic
    ? [basic.username, basic.password.reveal()].join(":")
    : null;
  return {
    runtime: "Talos",
    ...(cluster ? { context: cluster } : {}),
    ...(login
      ? { authorization: `Basic ${Buffer.from(login).toString("base64")}` }
      : {}),
  };
}
