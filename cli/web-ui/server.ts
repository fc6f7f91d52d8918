import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { limits, maxInputBytes } from "../../shared/core/limits.ts";
import type { Host } from "../../shared/host/host.ts";
import { pageHeaders } from "../../shared/host/page/page-policy.ts";
import type { PageFile } from "../../shared/node/files/page-files.ts";
import { Access, isOwn, newKey } from "./page-access.ts";
import { readBody, readJson } from "./request-body.ts";

export interface BrowserHost {
  /** With the one-time token in its fragment, which no request carries. */
  readonly address: string;
  /** Milliseconds since 1970 of the last thing that a person did in the page. */
  readonly lastUse: () => number;
  close(): void;
}

const loopback = "127.0.0.1";
const headers = pageHeaders("'self'");
const usual = {
  // The first that Node refuses.
  maxHeaderSize: limits.pageHeaders.most + 1,
  headersTimeout: limits.pageHeadersTime.most * 1000,
  requestTimeout: limits.pageRequestTime.most * 1000,
  /** Node looks every half a minute by itself. */
  connectionsCheckingInterval: 1000,
};

/** Serves the page and its calls on loopback, to one window. */
export async function serveBrowser(
  host: Host,
  files: ReadonlyMap<string, PageFile>,
  bounds = usual,
): Promise<BrowserHost> {
  const token = newKey();
  const access = new Access(token);
  let lastUse = Date.now();
  const server = createServer(bounds, (request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  server.maxConnections = limits.pageConnections.most;
  server.listen(0, loopback);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const name = `${loopback}:${String(port)}`;

  const answer = async (
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> => {
    if (!isOwn(request, name)) return refuse(response, 403);
    const { pathname } = new URL(request.url ?? "/", `http://${name}`);
    const file = files.get(pathname);
    if (file && request.method === "GET") return sendFile(response, file);
    if (pathname === "/session" && request.method === "POST")
      return exchange(access, request, response);
    if (!access.isAllowed(request)) return refuse(response, 401);
    if (pathname === "/events" && request.method === "GET")
      return stream(host, response);
    // The page asks for things by itself, too: it says when a person did something.
    if (pathname === "/acted" && request.method === "POST") {
      lastUse = Date.now();
      return sendJson(response, null);
    }
    return act(host, pathname, request, response);
  };
  return {
    address: `http://${name}/#token=${token}`,
    lastUse: () => lastUse,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

function act(
  host: Host,
  pathname: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> | void {
  const isPost = request.method === "POST";
  if (isPost && pathname === "/upload") return upload(host, request, response);
  const [, name] = /^\/call\/([a-z.-]+)$/.exec(pathname) ?? [];
  return isPost && name !== undefined
    ? call(host, name, request, response)
    : refuse(response, 404);
}

function sendFile(response: ServerResponse, { bytes, type }: PageFile): void {
  response.writeHead(200, { ...headers, "content-type": type }).end(bytes);
}

function sendJson(
  response: ServerResponse,
  value: unknown,
  more: Readonly<Record<string, string>> = {},
): void {
  response
    .writeHead(200, {
      ...headers,
      ...more,
      "content-type": "application/json",
    })
    .end(JSON.stringify(value));
}

function refuse(response: ServerResponse, status: number): void {
  response.writeHead(status, { ...headers, connection: "close" }).end();
}

async function exchange(
  access: Access,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readJson(request, limits.pageSession.most);
  const token = (body as { readonly token?: unknown } | null)?.token;
  const granted = access.exchange(token);
  if (!granted) return refuse(response, 401);
  sendJson(response, { page: granted.page }, { "set-cookie": granted.cookie });
}

async function call(
  host: Host,
  name: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = await readJson(request);
  if (body === undefined) return refuse(response, 400);
  sendJson(response, await host.call(name, body));
}

async function upload(
  host: Host,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const bytes = await readBody(request, maxInputBytes);
  if (bytes === null || !host.isUnlocked) return refuse(response, 413);
  sendJson(response, { token: host.keepUpload(new Uint8Array(bytes)) });
}

/** One line of JSON an event, until the page goes away. */
function stream(host: Host, response: ServerResponse): void {
  response.writeHead(200, {
    ...headers,
    "content-type": "application/x-ndjson",
  });
  response.write("\n");
  const stop = host.listen((event) => {
    // Who does not read asks for everything again once it is back.
    if (response.writableLength > limits.newsWaiting.most) response.destroy();
    else response.write(`${JSON.stringify(event)}\n`);
  });
  response.on("close", stop);
}
