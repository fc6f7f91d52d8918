import * as http from "node:http";
import * as https from "node:https";
import * as net from "node:net";
import type { Pair } from "./certificates.ts";
import { listenOnLoopback, type Listening } from "./loopback.ts";

export interface ProxyOptions {
  /** Where it connects whoever asks, wherever that one wants to; names are nobody's business here. */
  readonly to: number;
  readonly login?: { readonly user: string; readonly password: string };
  /** Refuses with this: a status of HTTP, or a reply of SOCKS (RFC 1928 §6). */
  readonly refusal?: number;
  /** Its words for a refusal (HTTP). */
  readonly reason?: string;
  /** Speaks TLS itself. */
  readonly tls?: Pair;
}

export interface TestProxy extends Listening {
  /** What it was asked for, as `host:port`. */
  readonly asked: readonly string[];
}

/** HTTP CONNECT. */
export async function startHttpProxy(
  options: ProxyOptions,
): Promise<TestProxy> {
  const asked: string[] = [];
  const server = options.tls
    ? https.createServer({ cert: options.tls.crt, key: options.tls.key })
    : http.createServer();
  server.on("connect", (request: http.IncomingMessage, socket: net.Socket) => {
    asked.push(request.url ?? "");
    const status = isWelcome(request, options) ? (options.refusal ?? 200) : 407;
    const reason = options.reason ?? http.STATUS_CODES[status] ?? "";
    socket.write(`HTTP/1.1 ${String(status)} ${reason}\r\n\r\n`);
    if (status === 200) join(socket, options.to);
    else socket.end();
  });
  return { ...(await listenOnLoopback(server)), asked };
}

function isWelcome(
  { headers }: http.IncomingMessage,
  { login }: ProxyOptions,
): boolean {
  if (!login) return true;
  const words = Buffer.from(`${login.user}:${login.password}`);
  return headers["proxy-authorization"] === `Basic ${words.toString("base64")}`;
}

/** SOCKS5 with or without a password (RFC 1928, RFC 1929); each message is taken to come in one piece. */
export async function startSocksProxy(
  options: ProxyOptions,
): Promise<TestProxy> {
  const asked: string[] = [];
  const { to, login, refusal = 0 } = options;
  const server = net.createServer((socket) => {
    const steps = [
      (offer: Buffer) => chooseMethod(socket, offer, login ? 2 : 0),
      ...(login
        ? [(message: Buffer) => checkLogin(socket, message, login)]
        : []),
      (message: Buffer) => {
        asked.push(targetOf(message));
        socket.write(Buffer.of(5, refusal, 0, 1, 0, 0, 0, 0, 0, 0));
        socket.off("data", take);
        if (refusal === 0) join(socket, to);
        else socket.end();
      },
    ];
    const take = (message: Buffer) => steps.shift()?.(message);
    socket.on("data", take);
  });
  return { ...(await listenOnLoopback(server)), asked };
}

function chooseMethod(socket: net.Socket, offer: Buffer, method: number): void {
  const isOffered = offer.subarray(2).includes(method);
  const none = 0xff;
  socket.write(Buffer.of(5, isOffered ? method : none));
  if (!isOffered) socket.end();
}

function checkLogin(
  socket: net.Socket,
  message: Buffer,
  { user, password }: NonNullable<ProxyOptions["login"]>,
): void {
  const fields = [user, password].map((text) => Buffer.from(text));
  const wanted = Buffer.concat([
    Buffer.of(1),
    ...fields.flatMap((field) => [Buffer.of(field.length), field]),
  ]);
  const isRight = wanted.equals(message);
  socket.write(Buffer.of(1, isRight ? 0 : 1));
  if (!isRight) socket.end();
}

function targetOf(message: Buffer): string {
  const [kind, length = 0] = message.subarray(3);
  const port = message.readUInt16BE(message.length - 2);
  const host =
    kind === 3
      ? message.subarray(5, 5 + length).toString()
      : addressOf(message.subarray(4, -2));
  return `${host}:${String(port)}`;
}

/** IPv6 in full, without `::`. */
function addressOf(bytes: Buffer): string {
  if (bytes.length === 4) return bytes.join(".");
  return `[${bytes.toString("hex").replace(/(....)(?=.)/g, "$1:")}]`;
}

function join(client: net.Socket, port: number): void {
  const server = net.connect(port, "127.0.0.1");
  for (const [one, other] of [
    [client, server],
    [server, client],
  ] as const) {
    one.pipe(other);
    one.on("error", () => other.destroy());
    one.on("close", () => other.destroy());
  }
}
