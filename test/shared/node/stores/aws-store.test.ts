import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeEach, expect, test, vi } from "vitest";
import { readAddress } from "../../../../shared/core/stores/address.ts";
import { awsClient } from "../../../../shared/node/stores/aws-client.ts";
import { AwsStore } from "../../../../shared/node/stores/aws-store.ts";
import { expectRefusal } from "../../../doubles/at-the-edge.ts";
import { listenOnLoopback, type Listening } from "../../../doubles/loopback.ts";

const folder = mkdtempSync(join(tmpdir(), "tv-aws-"));
let server: Listening;
let asked: { readonly action: string; readonly body: Record<string, string>; readonly login: string }[] = []; // prettier-ignore
let answers: readonly (readonly [number, unknown])[] = [];
beforeEach(async () => {
  asked = [];
  server = await listenOnLoopback(
    createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const [status, body] = answers[asked.length] ?? [500, {}];
        const action = String(request.headers["x-amz-target"]).split(".")[1];
        asked.push({
          action: action ?? "",
          body: JSON.parse(String(Buffer.concat(chunks))) as (typeof asked)[number]["body"], // prettier-ignore
          login: request.headers.authorization ?? "",
        });
        response.writeHead(status, { "content-type": "application/x-amz-json-1.1" }); // prettier-ignore
        response.end(typeof body === "string" ? body : JSON.stringify(body));
      });
    }),
  );
  for (const name of Object.keys(process.env))
    if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", `http://${server.endpoint}`);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_DEFAULT_REGION", "eu-central-1");
  vi.stubEnv("HOME", folder);
  logIn();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await server.stop();
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function logIn() {
  vi.stubEnv("AWS_ACCESS_KEY_ID", "AKIDENVIRONMENT");
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", "the-secret-of-a-person");
}

async function open(address: string) {
  const read = readAddress(address);
  if (!read?.ok || read.value.kind !== "aws-sm") throw new Error(address);
  const client = await awsClient(read.value, process.env);
  return client.ok
    ? { store: new AwsStore(client.value, read.value), error: null }
    : { store: null, error: client };
}

async function storeOf(address: string, ...said: typeof answers) {
  answers = said;
  const { store, error } = await open(address);
  if (!store) throw new Error(error.error.message);
  return store;
}

const error = (name: string, message: string) =>
  [400, { __type: name, message }] as const;
const value = (id: string, more: object = { SecretString: "old" }) =>
  [200, { ARN: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:lab-AbCdEf", VersionId: id, ...more }] as const; // prettier-ignore
const bytes = (text: string) => new TextEncoder().encode(text);
const absent = error(
  "ResourceNotFoundException",
  "Secrets Manager can't find the specified secret.",
);

test("whose account it is is known with the answer, and a value of bytes stays one", async () => {
  const binary = { SecretBinary: Buffer.from("old").toString("base64") };
  const store = await storeOf("aws-sm:lab", value("v1", binary), [200, {}], [200, {}]); // prettier-ignore
  expect(store.namespace).toBeNull();
  expect(await store.read()).toMatchObject({ value: { version: "v1" } });
  expect(store.namespace).toBe("123456789012");
  await store.write(bytes("new"));
  const [, put, move] = asked;
  expect(put?.body).toMatchObject({ SecretBinary: Buffer.from("new").toString("base64"), VersionStages: ["talos-vault-push"] }); // prettier-ignore
  expect(move?.body).toMatchObject({ VersionStage: "AWSCURRENT", MoveToVersionId: put?.body["ClientRequestToken"], RemoveFromVersionId: "v1" }); // prettier-ignore
});

test("what AWS says was sent before is sent with the same token, and is one version", async () => {
  const store = await storeOf("aws-sm:lab", value("v1"), [500, {}], [200, {}], [200, {}]); // prettier-ignore
  await store.read();
  expect(await store.write(bytes("new"))).toMatchObject({ ok: true });
  const tokens = asked.flatMap(({ body }) => body["ClientRequestToken"] ?? []);
  expect(tokens).toHaveLength(2);
  expect(new Set(tokens).size).toBe(1);
});

test("who wrote in between keeps what they wrote, and the version beside it is nobody's", async () => {
  const refused = error("InvalidParameterException", "it must be set to the version that currently has the staging label AWSCURRENT."); // prettier-ignore
  const store = await storeOf("aws-sm:lab", value("v1"), [200, {}], refused, [200, {}]); // prettier-ignore
  await store.read();
  expect(await store.write(bytes("new"))).toMatchObject({ error: { code: "store-diverged" } }); // prettier-ignore
  expect(asked.at(-1)?.body).toMatchObject({ VersionStage: "talos-vault-push", RemoveFromVersionId: asked[1]?.body["ClientRequestToken"] }); // prettier-ignore
});

test.each([
  ["its answers have no meaning", [[500, {}], [500, {}], [500, {}]], undefined],
  ["only the second try is refused", [[500, {}], error("AccessDeniedException", "no")], undefined],
  ["the new version is there, and not current", [[200, {}], error("AccessDeniedException", "no"), [200, {}]], undefined],
  ["it is refused", [error("AccessDeniedException", "no")], "none"],
] as const)("a write says whether it may be there: %s", async (_, said, arrival) => {
  const store = await storeOf("aws-sm:lab", value("v1"), ...said);
  expect(await store.read()).toMatchObject({ ok: true });
  const written = await store.write(bytes("new"));
  expect(written.ok).toBe(false);
  expect(written.ok || written.error.arrival).toBe(arrival);
}); // prettier-ignore

test("what somebody else made meanwhile stays", async () => {
  const exists = error("ResourceExistsException", "exists");
  const store = await storeOf("aws-sm:lab", absent, exists);
  await store.read();
  expect(await store.write(bytes("new"))).toMatchObject({ error: { code: "store-diverged" } }); // prettier-ignore
});

test("a secret that was made without a value gets its first one", async () => {
  const empty = error("ResourceNotFoundException", "Secrets Manager can't find the specified secret value for staging label: AWSCURRENT"); // prettier-ignore
  const store = await storeOf("aws-sm:lab", empty, [200, {}]);
  expect(await store.read()).toMatchObject({ value: { bytes: null } });
  expect(await store.write(bytes("new"))).toMatchObject({ ok: true });
  expect(asked.map(({ action }) => action)).toEqual(["GetSecretValue", "PutSecretValue"]); // prettier-ignore
  expect(asked[1]?.body["VersionStages"]).toBeUndefined();
});

test("what was deleted and can be recovered says how", async () => {
  const store = await storeOf("aws-sm:me@eu-central-1/lab");
  writeFileSync(join(folder, "credentials"), "[me]\naws_access_key_id=AKIDME\naws_secret_access_key=x\n"); // prettier-ignore
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", join(folder, "credentials"));
  answers = [error("InvalidRequestException", "You can't perform this operation on the secret because it was marked for deletion.")]; // prettier-ignore
  const read = await store.read();
  expect(asked[0]?.login).toContain("AKIDME");
  expect(read).toMatchObject({ error: { code: "store-diverged", next: expect.stringContaining("aws secretsmanager restore-secret --secret-id lab --profile me --region eu-central-1") as string } }); // prettier-ignore
});

test.each([
  ["AccessDeniedException", /may not do secretsmanager:GetSecretValue/],
  ["ExpiredTokenException", /login has ended/],
  ["UnrecognizedClientException", /login has ended/],
])("%s is about the login", async (name, words) => {
  const store = await storeOf("aws-sm:lab", error(name, "no"));
  const read = await store.read();
  expectRefusal(read, words);
  expect(read).toMatchObject({ error: { code: "store-login" } });
});

test.each([
  [[200, "no JSON"]],
  [[200, "x".repeat(3 * 2 ** 20)]],
  [[400, '{"__type":{},"message":{"toString":1}}']],
  [[200, '{"VersionId":{"toString":1},"SecretString":"old"}']],
  [[200, '{"VersionId":"v1","SecretString":5}']],
  [[200, '{"VersionId":"v1","SecretBinary":{}}']],
  [[200, '{"VersionId":"v1"}']],
  [[302, ""]],
] as const)("an answer %j ends in a refusal", async (answer) => {
  const store = await storeOf("aws-sm:lab", answer);
  expect(await store.read()).toMatchObject({ error: { code: "store-failed" } });
});

test("nobody is logged in: that is said, and nothing was asked; a profile that is named is no other login", async () => {
  vi.stubEnv("AWS_ACCESS_KEY_ID", undefined);
  const nobody = await (await storeOf("aws-sm:lab")).read();
  expect(nobody).toMatchObject({ error: { code: "store-login", next: expect.stringContaining("aws sso login") as string } }); // prettier-ignore
  logIn();
  const named = await (await storeOf("aws-sm:me@eu-central-1/lab")).read();
  expect(named).toMatchObject({ error: { code: "store-login", next: expect.stringContaining("aws sso login --profile me") as string } }); // prettier-ignore
  vi.stubEnv("AWS_PROFILE", "elsewhere");
  const misspelled = await (await storeOf("aws-sm:lab")).read();
  expect(misspelled).toMatchObject({ error: { code: "store-login", next: expect.stringContaining("--profile elsewhere") as string } }); // prettier-ignore
  expect(asked).toEqual([]);
});

test("without a region, or without TLS to another machine, nothing is asked", async () => {
  vi.stubEnv("AWS_ENDPOINT_URL", "http://192.0.2.1:4566");
  vi.stubEnv("AWS_ENDPOINT_URL_SECRETS_MANAGER", undefined);
  expectRefusal((await open("aws-sm:lab")).error!, /without TLS/);
  vi.stubEnv("AWS_ENDPOINT_URL", undefined);
  const { store } = await open("aws-sm:lab");
  expect(store?.server).toBe("https://secretsmanager.eu-central-1.amazonaws.com"); // prettier-ignore
  vi.stubEnv("AWS_DEFAULT_REGION", undefined);
  expectRefusal((await open("aws-sm:lab")).error!, /in which region/);
  vi.stubEnv("AWS_REGION", "eu-west-1;x");
  expectRefusal(
    (await open("aws-sm:lab")).error!,
    /"eu-west-1;x" is no region/,
  );
  vi.stubEnv("AWS_REGION", "eu-west-1");
  vi.stubEnv("AWS_ENDPOINT_URL", "rubbish");
  expectRefusal(
    (await open("aws-sm:lab")).error!,
    /AWS_ENDPOINT_URL.* no web address/,
  );
});
