import { connect, type ClientHttp2Session } from "node:http2";
import type { TLSSocket } from "node:tls";
import { create } from "@bufbuild/protobuf";
import { DurationSchema, timestampMs } from "@bufbuild/protobuf/wkt";
import { Code, ConnectError, createClient } from "@connectrpc/connect";
import { createGrpcTransport } from "@connectrpc/connect-node";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import { MachineService } from "./generated/machine/machine_pb.ts";
import { TimeService } from "./generated/time/time_pb.ts";
import { forLateReader } from "./read-after-close.ts";
import {
  blocked,
  blockedBy,
  through,
  type StageResult,
} from "./path/stage-result.ts";
import { limits } from "../../core/limits.ts";

/** What a node says of itself is short; a larger answer is none, and is not decoded. */
const longestFacts = limits.nodeFacts.most;
const longestCertificate = limits.nodeCertificate.most;

/** More in one header is no name of a cluster; a server that is told too much ends all calls of a connection. */
const longestMetadata = limits.nodeMetadata.most;

/** URLs are compared here, and what is dialled need not be spelled as one: this is nobody's address. */
const baseUrl = "https://talos.invalid";

/** Of what a node says of itself no more is taken than can be true. */
const longestTag = limits.nodeRelease.most;
const longestHostname = limits.nodeName.most;

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
  readonly #authority: string;
  readonly #facts;
  readonly #time;
  readonly #certificates;
  /** The server's first word of HTTP/2: it has said it when it accepted the client. */
  readonly #greeting: Promise<unknown>;
  #isGreeted = false;
  #isAsked = false;
  #broken: Error | null = null;

  /** `authority`: what the server is told that it was dialled as. */
  constructor(socket: TLSSocket, authority: string, context: TalosContext) {
    this.#socket = socket;
    this.#authority = authority;
    this.#headers = metadataOf(context);
    const notice = (error: Error) => {
      this.#broken ??= error;
    };
    socket.on("error", notice);
    this.#session = connect(baseUrl, {
      createConnection: () => socket,
      // Without it a value with a blank at an end is thrown away, and grpc-go's errors often have one.
      strictFieldWhitespaceValidation: false,
      // 128 by itself; the size of all headers is limited as well.
      maxHeaderListPairs: mostHeaders,
    });
    this.#session.on("error", notice);
    this.#greeting = new Promise((resolve) => {
      this.#session.once("remoteSettings", () => {
        this.#isGreeted = true;
        resolve(null);
      });
      this.#session.once("close", resolve);
      // After the server's alert a session stays open, and would wait for ever with every call that comes then.
      socket.once("error", resolve);
      socket.once("close", resolve);
    });
    const short = this.#transport(longestFacts);
    this.#facts = createClient(MachineService, short);
    this.#time = createClient(TimeService, short);
    const long = this.#transport(longestCertificate);
    this.#certificates = createClient(MachineService, long);
  }

  #transport(readMaxBytes: number) {
    return createGrpcTransport({
      baseUrl,
      sessionManager: {
        authority: baseUrl,
        request: async (method, path, headers, options) => {
          await this.#turn();
          return forLateReader(
            this.#session.request(
              {
                ...headers,
                // Not by the library, whose Headers take blanks away.
                ...this.#headers,
                ":method": method,
                ":path": path,
                ":authority": this.#authority,
              },
              options,
            ),
          );
        },
        notifyResponseByteRead: () => undefined,
      },
      acceptCompression: [],
      readMaxBytes,
    });
  }

  /**
   * The first call goes out at once. Others wait for the server's settings: one that takes a single call at a time
   * refuses those that came before it could say so.
   */
  async #turn(): Promise<void> {
    if (!this.#isAsked) this.#isAsked = true;
    else {
      await this.#greeting;
      if (!this.#isGreeted) throw new Error("The connection was closed.");
    }
  }

  get isAlive(): boolean {
    return !this.#isClosed && this.#broken === null;
  }

  get #isClosed(): boolean {
    return this.#session.destroyed || this.#socket.destroyed;
  }

  version(options: CallOptions) {
    return this.#call(options, async () => {
      const { messages } = await this.#facts.version(
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
    return this.#call(options, async () => {
      const { messages } = await this.#facts.hostname(
        {},
        this.#options(options),
      );
      return messages[0]?.hostname.slice(0, longestHostname) ?? null;
    });
  }

  /** The node's clock, in milliseconds since 1970. */
  time(options: CallOptions) {
    return this.#call(options, async () => {
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
  ): Promise<StageResult<{ ca: string; crt: string; key: string }>> {
    return this.#call(options, async () => {
      const { messages } = await this.#certificates.generateClientConfiguration(
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
    return { signal, headers: node ? { node } : {} };
  }

  /** Only an answer proves that the certificate was accepted: in TLS 1.3 the handshake ends before the server judges it. */
  async #call<T>(
    { signal, node = "" }: CallOptions,
    ask: () => Promise<T | null>,
  ): Promise<StageResult<T>> {
    const unsent = whyUnsent({ ...this.#headers, node });
    if (unsent) return unsent;
    try {
      const answer = await ask();
      if (answer !== null) return through(answer);
      return blocked("call", "empty", "The answer is empty.");
    } catch (error) {
      return this.#explain(error, signal);
    }
  }

  #explain(error: unknown, signal: AbortSignal) {
    const lost = this.#explainLoss(error, signal);
    if (lost) return lost;
    if (!(error instanceof ConnectError)) return blockedBy("call", error);
    const code = codeNames[error.code] ?? "unknown";
    return blocked("call", code, error.rawMessage.trim());
  }

  /** Null: the connection is there, and somebody said something; or we called it off. */
  #explainLoss(error: unknown, signal: AbortSignal) {
    if (signal.aborted) return null;
    const broken = this.#broken && blockedBy("client", this.#broken);
    // An alert is the server's word about the client.
    if (broken && broken.trouble.alert !== null) return broken;
    const isGone = this.#broken !== null || this.#isClosed;
    // Of a call that its server broke off the library says that it was cancelled.
    const isCut = error instanceof ConnectError && isBrokenOff(error);
    if (this.#isGreeted && (isGone || isCut))
      return blocked("call", "lost", "The connection was lost.");
    if (broken) return broken;
    return this.#isClosed
      ? blocked("client", "closed", "The connection was closed.")
      : null;
  }
}

/** The library's own word for a frame that ended the call; what a server says in words begins otherwise. */
function isBrokenOff({ code, rawMessage }: ConnectError): boolean {
  const isEnd = code === Code.Canceled || code === Code.Unavailable;
  return isEnd && rawMessage.startsWith("http/2 stream");
}

const mostHeaders = limits.nodeHeaders.most;

/** What grpc-go does not send either (internal/metadata Validate), or would end more than this call. */
function whyUnsent(headers: Readonly<Record<string, string>>) {
  const values = Object.values(headers);
  if (values.some((value) => /[^\x20-\x7e]/.test(value)))
    return blocked(
      "context",
      "metadata",
      "the cluster or the node has characters that cannot be sent.",
    );
  return values.join("").length > longestMetadata
    ? blocked(
        "context",
        "metadata",
        "the cluster or the login is too long to send.",
      )
    : null;
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
