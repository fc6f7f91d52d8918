import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, describe, expect } from "vitest";
import { serveBrowser, type BrowserHost } from "../../../cli/web-ui/server.ts";
import { atTheEdge, overTime } from "../../doubles/at-the-edge.ts";
import { MemoryHost } from "../../doubles/memory-host.ts";

let served: BrowserHost | null = null;

afterEach(() => {
  served?.close();
  served = null;
});

type Bounds = Parameters<typeof serveBrowser>[2];

async function serve(bounds?: Bounds): Promise<URL> {
  served = await serveBrowser(new MemoryHost().host, new Map(), bounds);
  return new URL(served.address);
}

const connectTo = ({ port }: URL) =>
  connect(Number(port), "127.0.0.1").on("error", () => undefined);

/** All that comes until the other side closes. */
async function answerTo(socket: Socket): Promise<string> {
  let text = "";
  socket.on("error", () => undefined);
  socket.on("data", (chunk: Buffer) => (text += chunk.toString("latin1")));
  await new Promise((resolve) => socket.once("close", resolve));
  return text;
}

const statusOf = (answer: string) => Number(answer.slice(9, 12));

async function post(
  to: URL,
  path: string,
  body: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<string> {
  const socket = connectTo(to);
  const lines = Object.entries({
    host: to.host,
    origin: to.origin,
    "content-type": "application/json",
    "content-length": String(body.length),
    connection: "close",
    ...headers,
  }).map(([name, value]) => `${name}: ${value}\r\n`);
  const answer = answerTo(socket);
  socket.write(`POST ${path} HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
  return answer;
}

const tokenOf = ({ hash }: URL) =>
  JSON.stringify({ token: hash.replace("#token=", "") });

/** What a page has once it has shown its token. */
async function session(to: URL) {
  const answer = await post(to, "/session", tokenOf(to));
  const [, cookie = ""] = /set-cookie: ([^;]+)/i.exec(answer) ?? [];
  const [, page = ""] = /"page":"([^"]+)"/.exec(answer) ?? [];
  return { cookie, "x-talos-vault-page": page };
}

describe("a page in a browser, or somebody in its place", () => {
  atTheEdge("pageSession", {
    make: async (bytes) => {
      const to = await serve();
      return { to, body: tokenOf(to).padEnd(bytes) };
    },
    read: async ({ to, body }) => statusOf(await post(to, "/session", body)),
    taken: (status) => expect(status).toBe(200),
    refused: (status) => expect(status).toBe(401),
  });

  atTheEdge("pageCall", {
    make: async (bytes) => {
      const to = await serve();
      return { to, headers: await session(to), body: "{}".padEnd(bytes) };
    },
    read: async ({ to, headers, body }) =>
      statusOf(await post(to, "/call/vault.state", body, headers)),
    taken: (status) => expect(status).toBe(200),
    // It may be closed before the answer is read.
    refused: (status) => expect([0, 400]).toContain(status),
  });

  atTheEdge("pageHeaders", {
    make: async (bytes) => {
      const start = "GET / HTTP/1.1\r\nhost: a\r\nconnection: close\r\nx: ";
      // Node counts names, values and the path.
      const counted = "/hostaconnectionclosex".length;
      const text = `${start}${"x".repeat(bytes - counted)}\r\n\r\n`;
      return { to: await serve(), text };
    },
    read: async ({ to, text }) => {
      const socket = connectTo(to);
      socket.write(text);
      return statusOf(await answerTo(socket));
    },
    taken: (status) => expect(status).toBe(403),
    refused: (status) => expect(status).toBe(431),
  });

  atTheEdge("pageConnections", {
    make: async (connections) => {
      const to = await serve();
      const idle = Array.from({ length: connections - 1 }, () => connectTo(to));
      await Promise.all(idle.map((socket) => once(socket, "connect")));
      return to;
    },
    read: async (to) => statusOf(await post(to, "/session", "null")),
    taken: (status) => expect(status).toBe(401),
    refused: (status) => expect(status).toBe(0),
  });

  const soon: NonNullable<Bounds> = {
    maxHeaderSize: 16_384,
    headersTimeout: 100,
    requestTimeout: 200,
    connectionsCheckingInterval: 20,
  };

  overTime("pageHeadersTime", "headers that drip are no request", async () => {
    const socket = connectTo(await serve(soon));
    socket.write("GET / HTTP/1.1\r\nx: ");
    const dripping = setInterval(() => socket.write("x"), 20);
    expect(statusOf(await answerTo(socket))).toBe(408);
    clearInterval(dripping);
  });

  overTime("pageRequestTime", "a body that drips is none", async () => {
    const to = await serve(soon);
    const socket = connectTo(to);
    socket.write(
      `POST /session HTTP/1.1\r\nhost: ${to.host}\r\norigin: ${to.origin}\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n`,
    );
    const dripping = setInterval(() => socket.write(" "), 20);
    expect([0, 408]).toContain(statusOf(await answerTo(socket)));
    clearInterval(dripping);
  });
});
