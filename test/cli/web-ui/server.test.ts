import { request } from "node:http";
import { connect } from "node:net";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { serveBrowser, type BrowserHost } from "../../../cli/web-ui/server.ts";
import { MemoryHost } from "../../doubles/memory-host.ts";

let served: BrowserHost;
let page = "";
let cookie = "";

beforeAll(async () => {
  served = await serveBrowser(new MemoryHost().host, new Map());
});

afterAll(() => served.close());

interface Reply {
  readonly status: number;
  readonly body: string;
}

function post(path: string, body: string): Promise<Reply> {
  const { origin, port } = new URL(served.address);
  return new Promise((resolve, reject) => {
    const headers = {
      origin,
      "content-type": "application/json",
      ...(page ? { cookie, "x-talos-vault-page": page } : {}),
    };
    const options = { host: "127.0.0.1", port, path, method: "POST", headers };
    const asked = request(options, (response) => {
      cookie = response.headers["set-cookie"]?.[0]?.split(";")[0] ?? cookie;
      let text = "";
      response.setEncoding("utf8").on("data", (part) => (text += String(part)));
      response.on("end", () =>
        resolve({ status: response.statusCode ?? 0, body: text }),
      );
    });
    asked.on("error", reject);
    asked.end(body);
  });
}

test("who has no token yet is read for a kilobyte", async () => {
  const token = "x".repeat(2000);
  const long = await post("/session", JSON.stringify({ token })).catch(
    () => null,
  );
  expect(long === null || long.status === 401).toBe(true);
});

test("the page's own calls are no use of it, and what a person does is", async () => {
  const token = new URL(served.address).hash.replace("#token=", "");
  const granted = await post("/session", JSON.stringify({ token }));
  page = (JSON.parse(granted.body) as { page: string }).page;
  const before = served.lastUse();
  vi.setSystemTime(before + 60_000);
  expect((await post("/call/vault.state", "{}")).status).toBe(200);
  expect(served.lastUse()).toBe(before);
  expect((await post("/acted", "null")).status).toBe(200);
  expect(served.lastUse()).toBeGreaterThanOrEqual(before + 60_000);
  vi.useRealTimers();
});

test("more connections than a browser opens are closed, and the page goes on", async () => {
  const { port } = new URL(served.address);
  const sockets = Array.from({ length: 80 }, () =>
    connect(Number(port), "127.0.0.1").on("error", () => undefined),
  );
  const closed = await vi.waitFor(() => {
    const gone = sockets.filter(
      (socket) => socket.readableEnded || socket.destroyed,
    );
    expect(gone.length).toBeGreaterThanOrEqual(40);
    return gone.length;
  });
  expect(closed).toBeLessThan(80);
  for (const socket of sockets) socket.destroy();
  await vi.waitFor(async () =>
    expect((await post("/call/vault.state", "{}")).status).toBe(200),
  );
});
