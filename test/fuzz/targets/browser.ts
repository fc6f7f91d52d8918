import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";
import { serveBrowser } from "../../../cli/web-ui/server.ts";
import { MemoryHost } from "../../doubles/memory-host.ts";
import { mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

/** Stands for the server's own name, which has its port in it. */
const host = "{host}";

const request = (line: string, body = "", ...headers: readonly string[]) =>
  Buffer.from(
    [
      `${line} HTTP/1.1`,
      `Host: ${host}`,
      `Origin: http://${host}`,
      "Content-Type: application/json",
      `Content-Length: ${String(body.length)}`,
      ...headers,
      "",
      body,
    ].join("\r\n"),
  );
const own = ["Cookie: talos-vault=x", "X-Talos-Vault-Page: x", "Sec-Fetch-Site: same-origin"]; // prettier-ignore
const seeds = [
  request("GET /"),
  request("POST /session", '{"token":"x"}'),
  request("POST /call/vault.state", "{}", ...own),
  request("POST /upload", "x", ...own),
  request("GET /events", "", ...own),
];
const words = [
  host, "\r\n", "\r\n\r\n", "Transfer-Encoding: chunked\r\n", "ffffffff\r\n", "Host: a\r\n", "Cookie: talos-vault=\r\n", "X-Talos-Vault-Page: \r\n", "OPTIONS", "CONNECT", "HEAD", "//", "/../", "%2e%2e",
  "http://a/", "null", '{"token":null}', "Content-Length: 0\r\n", "Upgrade: h2c\r\nConnection: upgrade\r\n", "Expect: 100-continue\r\n", "Sec-Fetch-Site: none\r\n", "\0",
]; // prettier-ignore

/** Requests to the window's server by somebody without its address. */
export const browserTarget: OpenTarget = async () => {
  const served = await serveBrowser(new MemoryHost().host, new Map());
  const { host: name, port } = new URL(served.address);
  const send = (bytes: Buffer) => {
    const socket = connect(Number(port), "127.0.0.1");
    socket.on("error", () => undefined);
    socket.end(bytes);
    return { socket, said: text(socket).catch(() => "") };
  };
  const sendHostile = async (bytes: Buffer): Promise<string> => {
    const { socket, said } = send(bytes);
    // A request that says that more will come is waited for.
    const late = wait(300, "", { ref: false }).then(() => socket.destroy());
    return Promise.race([said, late.then(() => said)]);
  };
  const named = (bytes: Uint8Array) =>
    Buffer.from(
      Buffer.from(bytes).toString("latin1").replaceAll(host, name),
      "latin1",
    );
  return target({
    name: "browser",
    inputs: mutated(seeds, words),
    budgetMs: 10_000,
    close: () => served.close(),
    check: async (bytes: Uint8Array) => {
      const said = await sendHostile(named(bytes));
      holds(!/^HTTP\/1\.1 2/m.test(said), "no stranger is served");
      const next = await send(named(request("GET /else"))).said;
      holds(next.startsWith("HTTP/1.1 401"), "the next one is answered");
    },
  });
};
