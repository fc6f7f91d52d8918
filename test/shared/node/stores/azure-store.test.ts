import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  afterAll,
  afterEach,
  beforeAll,
  beforeEach,
  expect,
  test,
  vi,
} from "vitest";
import type { AzureAddress } from "../../../../shared/core/stores/address.ts";
import { azureClient } from "../../../../shared/node/stores/azure-client.ts";
import { AzureStore } from "../../../../shared/node/stores/azure-store.ts";
import type { StoreWay } from "../../../../shared/node/stores/store-http.ts";
import { expectRefusal } from "../../../doubles/at-the-edge.ts";
import {
  loggedInAz,
  startKeyVault,
  type KeyVault,
} from "../../../doubles/key-vault.ts";

const folder = mkdtempSync(join(tmpdir(), "tv-az-"));
const place: AzureAddress = {
  kind: "azure-kv",
  vault: "team",
  name: "talos-lab",
};
const bytes = (text: string) => new TextEncoder().encode(text);
const text = "context: lab\r\ncontexts: {}\n";

let vault: KeyVault;
beforeAll(() => {
  loggedInAz(folder);
});
beforeEach(async () => {
  vault = await startKeyVault(place.vault);
  vi.stubEnv("PATH", `${folder}:/usr/bin:/bin`);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await vault.stop();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function storeOf(way: StoreWay = vault.way): AzureStore {
  const client = azureClient(place, process.env, way);
  if (!client.ok) throw new Error(client.error.message);
  return new AzureStore(client.value, place);
}

test("what is put there comes back byte for byte, with the store's own version, and was asked for once with a login", async () => {
  const store = storeOf();
  expect(await store.read()).toEqual({ ok: true, value: { bytes: null, version: "" } }); // prettier-ignore
  const version = "1".padStart(32, "0");
  expect(await store.write(bytes(text))).toEqual({ ok: true, value: version });
  const read = await storeOf().read();
  expect(read).toMatchObject({ value: { version } });
  expect(read.ok && read.value.bytes).toEqual(bytes(text));
  expect(vault.secrets.get(place.name)).toMatchObject([{ value: text }]);
  expect(vault.asked.filter(({ login }) => login === "")).toHaveLength(2);
});

test("what the secret says beside its value stays", async () => {
  const more = { contentType: "text/yaml", tags: { owner: "team" }, attributes: { exp: 2_000_000_000 } }; // prettier-ignore
  vault.secrets.set(place.name, [{ value: "old", more }]);
  const store = storeOf();
  await store.read();
  await store.write(bytes(text));
  expect(vault.secrets.get(place.name)?.at(-1)).toEqual({ value: text, more });
});

test("a date that would not come back is not written over", async () => {
  const more = { attributes: { exp: 2 ** 31 } };
  vault.secrets.set(place.name, [{ value: "old", more }]);
  const store = storeOf();
  await store.read();
  expectRefusal(await store.readyToWrite(), /after January 2038/);
});

test("who wrote in between keeps what they wrote", async () => {
  vault.secrets.set(place.name, [{ value: "old", more: {} }]);
  const store = storeOf();
  await store.read();
  vault.secrets.get(place.name)?.push({ value: "theirs", more: {} });
  expect(await store.write(bytes(text))).toMatchObject({ error: { code: "store-diverged" } }); // prettier-ignore
  expect(vault.secrets.get(place.name)).toHaveLength(2);
});

test.each([
  ["the answer is lost", null, undefined],
  ["the server has trouble of its own", 500, undefined],
  ["it is refused", 403, "none"],
] as const)("a write says whether it may be there: %s", async (_, status, arrival) => {
  const store = storeOf();
  await store.read();
  vault.answerPut = (response) => {
    if (status === null) response.destroy();
    else response.writeHead(status).end("{}");
  };
  const written = await store.write(bytes(text));
  expect(written.ok).toBe(false);
  expect(written.ok || written.error.arrival).toBe(arrival);
}); // prettier-ignore

test("a write to which the way is closed is surely not there", async () => {
  const store = storeOf();
  await store.read();
  await vault.stop();
  expect(await store.write(bytes(text))).toMatchObject({ error: { arrival: "none" } }); // prettier-ignore
  vault = await startKeyVault(place.vault);
});

test("what was deleted and can be recovered says how, whenever that happened", async () => {
  vault.secrets.set(place.name, [{ value: "old", more: {} }]);
  const store = storeOf();
  vault.deleted.add(place.name);
  for (const _ of [0, 1]) {
    const read = await store.read();
    expectRefusal(read, /can be recovered/);
    expect(read).toMatchObject({ error: { code: "store-diverged", next: expect.stringContaining("az keyvault secret recover --vault-name team --name talos-lab") as string } }); // prettier-ignore
  }
  vault.deleted.clear();
  vault.secrets.clear();
  await store.read();
  vault.deleted.add(place.name);
  expectRefusal(await store.write(bytes(text)), /can be recovered/);
});

test("a vault that wants a login for another place gets none", async () => {
  rmSync(join(folder, "asked"), { force: true });
  vault.resource = "https://vault.azure.net.example.org";
  expectRefusal(await storeOf().read(), /asks for a login to another place/);
  expect(vault.asked.map(({ login }) => login)).toEqual([""]);
  expect(() => rmSync(join(folder, "asked"))).toThrow();
});

test("where nobody is logged in, the way to log in is said", async () => {
  vi.stubEnv("PATH", "/nowhere");
  const read = await storeOf().read();
  expect(read).toMatchObject({ error: { code: "store-login", next: expect.stringContaining("az login") as string } }); // prettier-ignore
  expect(vault.asked.map(({ login }) => login)).toEqual([""]);
});

test("a server whose certificate is not good is sent nothing, whatever the environment says", async () => {
  vi.stubEnv("NODE_TLS_REJECT_UNAUTHORIZED", "0");
  const { ca: _, ...way } = vault.way;
  expectRefusal(await storeOf(way).read(), /was sent nothing/);
  expect(vault.asked).toEqual([]);
});

test.each([
  [301, { location: "https://team.vault.azure.net/secrets/other" }, "{}", "store-failed"],
  [403, {}, '{"error":{"code":"Forbidden","message":"x"}}', "store-login"],
  [200, {}, "no JSON", "store-failed"],
  [200, {}, '{"id":"https://team.vault.azure.net/secrets/talos-lab/1","value":{"toString":1},"attributes":{"exp":""}}', "store-failed"],
  [200, {}, "x".repeat(3 * 2 ** 20), "store-failed"],
  [429, { "retry-after": "86400" }, "{}", "store-failed"],
] as const)("an answer %i %j ends in a refusal: no redirect is followed, nothing is waited for", async (status, headers, body, code) => {
  vault.answer = (response) => response.writeHead(status, headers).end(body);
  const read = await storeOf().read();
  expect(read).toMatchObject({ ok: false, error: { code } });
  expect(new Set(vault.asked.map(({ line }) => line)).size).toBe(1);
}); // prettier-ignore
