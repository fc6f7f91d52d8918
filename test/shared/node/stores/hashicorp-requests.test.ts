import { execFileSync } from "node:child_process";
import { once } from "node:events";
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { Secret } from "../../../../shared/core/secret.ts";
import { askHashicorp } from "../../../../shared/node/stores/hashicorp-requests.ts";
import {
  hashicorpLogin,
  type HashicorpLogin,
} from "../../../../shared/node/stores/hashicorp-login.ts";
import {
  atTheEdge,
  expectRefusal,
  overTime,
} from "../../../doubles/at-the-edge.ts";

const folder = mkdtempSync(join(tmpdir(), "tv-vault-"));
const servers: Server[] = [];
const read = (name: string) => readFileSync(join(folder, name));
beforeAll(() => {
  for (const name of ["server", "other"])
    execFileSync(
      "openssl",
      [
        "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=store",
        "-addext", `subjectAltName=IP:127.0.0.${name === "server" ? "1" : "2"}`,
        "-keyout", `${name}.key`, "-out", `${name}.crt`,
      ], // prettier-ignore
      { cwd: folder, stdio: "ignore" },
    );
});
afterEach(() => {
  vi.unstubAllEnvs();
  for (const server of servers.splice(0)) server.close();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** Where it listens, and every request that it got. */
async function listen(
  server: Server,
): Promise<{ readonly url: URL; readonly asked: IncomingMessage[] }> {
  const asked: IncomingMessage[] = [];
  server.prependListener("request", (request: IncomingMessage) => {
    asked.push(request);
  });
  servers.push(server.listen(0, "127.0.0.1"));
  await once(server, "listening");
  const scheme = "setSecureContext" in server ? "https" : "http";
  const { port } = server.address() as AddressInfo;
  return { url: new URL(`${scheme}://127.0.0.1:${String(port)}`), asked };
}

const login = (
  server: URL,
  tls: HashicorpLogin["tls"] = {},
): HashicorpLogin => ({
  server,
  token: new Secret("the-token"),
  namespace: "team",
  tls,
});
const tlsServer = (name: string) =>
  createTlsServer(
    { cert: read(`${name}.crt`), key: read(`${name}.key`) },
    (_, answer) => {
      answer.end('{"data":1}');
    },
  );

test("a server whose certificate is good gets the token and the namespace", async () => {
  const { url, asked } = await listen(tlsServer("server"));
  const ca = read("server.crt");
  expect(await askHashicorp(login(url, { ca }), "secret/data/a b")).toEqual({
    ok: true,
    value: { status: 200, json: { data: 1 }, isExact: true },
  });
  expect(asked[0]?.url).toBe("/v1/secret/data/a%20b");
  expect(asked[0]?.headers).toMatchObject({
    "x-vault-token": "the-token",
    "x-vault-namespace": "team",
  });
});

test.each([
  ["of a CA that is not trusted", "server", null],
  ["for another name", "other", "other.crt"],
])(
  "a server with a certificate %s is sent nothing, whatever the environment says",
  async (_, name, trusted) => {
    vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
    const { url, asked } = await listen(tlsServer(name));
    const tls = trusted === null ? {} : { ca: read(trusted) };
    expectRefusal(await askHashicorp(login(url, tls), "a"), /was sent nothing/);
    expect(asked).toEqual([]);
  },
);

test("a redirect is not followed: the token is for one server", async () => {
  const other = await listen(createServer());
  const { url } = await listen(
    createServer((_, answer) => {
      answer.writeHead(307, { location: `${other.url.origin}/v1/a` }).end();
    }),
  );
  expect(await askHashicorp(login(url), "a")).toMatchObject({
    value: { status: 307 },
  });
  expect(other.asked).toEqual([]);
});

atTheEdge("storeAnswer", {
  make: async (length) =>
    (
      await listen(
        createServer((_, answer) => {
          answer.end(`"${"x".repeat(length - 2)}"`);
        }),
      )
    ).url,
  read: (url) => askHashicorp(login(url), "a"),
  taken: (answer) => {
    expect(answer).toMatchObject({ ok: true });
  },
  refused: (answer) => {
    expectRefusal(answer, /more than 2 MiB/);
  },
});

overTime("storeTime", "one that says nothing is given up", async () => {
  const { url } = await listen(createServer(() => undefined));
  expectRefusal(await askHashicorp(login(url), "a", undefined, 50), /in time/);
});

test.each([
  ["a token with a line feed", { token: new Secret("a\nb") }],
  ["a namespace with a line feed", { namespace: "a\nb" }],
  ["a client's certificate that is none", { tls: { cert: new Uint8Array(8) } }],
])("%s is an error, and nothing is sent", async (_, wrong) => {
  const { url, asked } = await listen(tlsServer("server"));
  const answer = await askHashicorp({ ...login(url), ...wrong }, "a");
  expectRefusal(answer, /was sent nothing/);
  expect(asked).toEqual([]);
});

test("the login is found as its own command line finds it", async () => {
  vi.stubEnv("HOME", folder);
  const at = { VAULT_ADDR: "https://store:8200/ui" };
  expectRefusal(await hashicorpLogin(at), /Nobody is logged in/);
  const known = { server: "https://known:8200", namespace: "team" };
  const token = { VAULT_TOKEN: "x" };
  expect(await hashicorpLogin(token, known)).toMatchObject({
    value: { server: new URL("https://known:8200"), namespace: "team" },
  });
  // What the environment says counts.
  expect(await hashicorpLogin({ ...at, ...token }, known)).toMatchObject({
    value: { server: new URL("https://store:8200"), namespace: "" },
  });
  writeFileSync(join(folder, ".vault-token"), "of-the-file\n");
  const tokenOf = async (env: NodeJS.ProcessEnv) => {
    const found = await hashicorpLogin({ ...at, ...env });
    return found.ok ? found.value.token.reveal() : found.error.message;
  };
  expect(await tokenOf({})).toBe("of-the-file");
  const helper = join(folder, "helper");
  writeFileSync(helper, '#!/bin/sh\n[ "$1" = get ] && echo of-the-helper\n');
  chmodSync(helper, 0o755);
  writeFileSync(join(folder, ".vault"), `token_helper = "${helper}"\n`);
  expect(await tokenOf({})).toBe("of-the-helper");
  expect(await tokenOf({ VAULT_TOKEN: "named" })).toBe("named");
  expect(await tokenOf({ VAULT_TOKEN: "named\n" })).toBe("named");
  expect(await tokenOf({ VAULT_TOKEN: "a", BAO_TOKEN: "b" })).toBe("b");
});

test.each([
  [{}, /Nothing says where/],
  [{ VAULT_ADDR: "store" }, /Nothing says where/],
  [{ VAULT_ADDR: "http://store:8200" }, /without TLS/],
  [{ VAULT_ADDR: "https://store", VAULT_CACERT: "/no/file" }, /no\/file/],
])("a login that leads nowhere is refused: %j", async (env, words) => {
  expectRefusal(await hashicorpLogin({ ...env, VAULT_TOKEN: "x" }), words);
});
