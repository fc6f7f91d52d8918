import { createServer } from "node:net";
import { afterEach, expect, test } from "vitest";
import { limits } from "../../../../shared/core/limits.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import { HashicorpStore } from "../../../../shared/node/stores/hashicorp-store.ts";
import { atTheEdge, expectRefusal } from "../../../doubles/at-the-edge.ts";
import { listenOnLoopback, type Listening } from "../../../doubles/loopback.ts";

const servers: Listening[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

const jsonAnswer = (status: number, body: unknown) => {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return `HTTP/1.1 ${String(status)} X\r\nContent-Length: ${String(Buffer.byteLength(text))}\r\n\r\n${text}`;
};
const mount = (path: string) =>
  jsonAnswer(200, { data: { path, type: "kv", options: { version: "2" } } });
const here = mount("secret/");
const there = (version: string, more = "") =>
  jsonAnswer(
    200,
    `{"data":{"data":{"talosconfig":"old"${more}},"metadata":{"version":${version}}}}`,
  );
/** JSON can have them, and nothing can be made of them. */
const noText = '{"toString":1,"valueOf":1}';

/** A place on a server that says this, one answer for each request; and what it was asked for. */
async function storeOf(answers: readonly string[]) {
  const asked: string[] = [];
  const rest = [...answers];
  const server = await listenOnLoopback(
    createServer((socket) => {
      socket.once("data", (sent) => {
        asked.push(sent.toString().split(" ")[1] ?? "");
        socket.end(rest.shift() ?? "");
      });
    }),
  );
  servers.push(server);
  const login = { server: new URL(`http://${server.endpoint}`), token: new Secret("t"), namespace: "", tls: {} }; // prettier-ignore
  const place = { kind: "vault", path: "secret/talos/prod", field: "talosconfig" } as const; // prettier-ignore
  return { store: new HashicorpStore(login, place), login, asked };
}

test.each([
  ["in another protocol", ["HTTP/1.1 101 X\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n"], /connection broke before/],
  ["nothing", [""], /connection broke before/],
  ["with headers without end", [`HTTP/1.1 200 X\r\n${"a: b\r\n".repeat(100_000)}\r\n`], /connection broke before/],
  ["with a mount that is no text", [jsonAnswer(200, `{"data":{"path":${noText},"type":"kv"}}`)], /answers 200/],
  ["with a mount of its own choice", [mount("sys/policies/"), there("3")], /in no KV engine/],
  ["with a mount that is no path", [mount("\ud800"), there("3")], /in no KV engine/],
  ["with a secret that is no text", [here, jsonAnswer(200, `{"data":{"data":{"talosconfig":${noText}}}}`)], /is no text/],
] as const)("a store that answers %s is refused", async (_, answers, words) => {
  const { store } = await storeOf(answers);
  expectRefusal(await store.read(), words);
}); // prettier-ignore

test.each([
  ["it was sent and not answered", "", undefined],
  ["the server has trouble of its own", jsonAnswer(500, {}), undefined],
  ["somebody on the way gave up waiting", jsonAnswer(408, {}), undefined],
  ["the answer is too long", jsonAnswer(200, "x".repeat(limits.storeAnswer.most + 1)), undefined],
  ["it is refused", jsonAnswer(403, {}), "none"],
  ["another one wrote before", jsonAnswer(400, { errors: ["check-and-set parameter did not match"] }), "none"],
  ["nobody listens", null, "none"],
] as const)("a write says whether it may be there: %s", async (_, answer, arrival) => {
  const { store } = await storeOf([here, there("3"), answer ?? ""]);
  expect(await store.read()).toMatchObject({ ok: true });
  if (answer === null) await servers.pop()?.stop();
  const written = await store.write(new TextEncoder().encode("new"));
  expect(written.ok).toBe(false);
  expect(written.ok || written.error.arrival).toBe(arrival);
}); // prettier-ignore

test.each([
  ["9007199254740993", false],
  ["1.10", false],
  ["-0", false],
  ["12", true],
  ["1.5", true],
  ['"9007199254740993 \\" 1.10"', true],
] as const)("a secret whose other field is %s is written again: %s", async (value, isKept) => {
  const { store } = await storeOf([here, there("3", `,"id":${value}`)]);
  expect(await store.read()).toMatchObject({ ok: true });
  const ready = await store.readyToWrite();
  if (isKept) expect(ready).toMatchObject({ ok: true });
  else expectRefusal(ready, /would not come back as they are/);
}); // prettier-ignore

test("an engine is asked for once by a login, and another one for itself", async () => {
  const { store, login, asked } = await storeOf([here, there("3"), there("4"), mount("secrets/"), there("5")]); // prettier-ignore
  const at = (path: string) =>
    new HashicorpStore(login, { kind: "vault", path, field: "talosconfig" });
  const other = [at("secret/talos/lab"), at("secrets/talos/lab")];
  for (const [one, version] of [store, ...other].map(
    (each, index) => [each, String(index + 3)] as const,
  ))
    // prettier-ignore
    expect(await one.read()).toMatchObject({ value: { version } });
  expect(asked).toEqual([
    "/v1/sys/internal/ui/mounts/secret/talos/prod",
    "/v1/secret/data/talos/prod",
    "/v1/secret/data/talos/lab",
    "/v1/sys/internal/ui/mounts/secrets/talos/lab",
    "/v1/secrets/data/talos/lab",
  ]);
});

test("a version that is none is not counted, and what is wrong is said in texts alone", async () => {
  const refused = jsonAnswer(400, `{"errors":[${noText},"check-and-set"]}`);
  const { store, asked } = await storeOf([here, there(noText), refused]);
  expect(await store.read()).toMatchObject({ value: { version: "" } });
  expectRefusal(await store.write(new Uint8Array()), /was changed on/);
  expect(asked).toEqual([
    "/v1/sys/internal/ui/mounts/secret/talos/prod",
    "/v1/secret/data/talos/prod",
    "/v1/secret/data/talos/prod",
  ]);
});

atTheEdge("storeLevels", {
  make: async (levels) => {
    const lists = "[".repeat(levels - 1) + "]".repeat(levels - 1);
    return storeOf([here, there("3", `,"note":${lists}`)]);
  },
  read: async ({ store }) => store.read(),
  taken: (found) => {
    expect(found).toMatchObject({ ok: true });
  },
  refused: (found) => {
    expectRefusal(found, /collections more than 100 deep/);
  },
});
