import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { Secret } from "../../../shared/core/secret.ts";
import { readAddress } from "../../../shared/core/stores/address.ts";
import { creationRule } from "../../../shared/core/stores/sops/creation-rules.ts";
import { openSops } from "../../../shared/core/stores/sops/open-sops.ts";
import { readSops } from "../../../shared/core/stores/sops/sops-file.ts";
import type { SecretStore } from "../../../shared/core/ports/secret-store.ts";
import { awsClient } from "../../../shared/node/stores/aws-client.ts";
import { AwsStore } from "../../../shared/node/stores/aws-store.ts";
import { azureClient } from "../../../shared/node/stores/azure-client.ts";
import { AzureStore } from "../../../shared/node/stores/azure-store.ts";
import { HashicorpStore } from "../../../shared/node/stores/hashicorp-store.ts";
import { keyVaultToken, loggedInAz, startKeyVault } from "../../doubles/key-vault.ts"; // prettier-ignore
import { listenOnLoopback } from "../../doubles/loopback.ts";
import { editJson, jsonEdits, mutated } from "../mutate.ts";
import { holds, target, type OpenTarget } from "../target.ts";

const vectors = join(import.meta.dirname, "../../vectors/sops");
const read = (name: string) => readFileSync(join(vectors, name));

async function opened(bytes: Uint8Array): Promise<string | null> {
  const reading = readSops(bytes);
  if (reading.kind !== "read") return null;
  const identity = new Secret(read("identity.txt").toString().trim());
  const result = await openSops(reading.file, [identity]);
  return result.kind === "opened" ? Buffer.from(result.bytes).toString() : null;
}

/** A key without a value is not under SOPS' MAC, and adds nothing that could be read. */
const withoutEmpty = (text: string) =>
  text.replaceAll(/^.*: (?:""|\{\}|\[\])\n/gm, "");

const rules =
  'creation_rules:\n  - path_regex: secrets/.*\\.yaml$\n    age: "age1x,age1y"\n  - age: ["age1z"]\n';

/** Files of SOPS and their rules: what opens is what SOPS was given. */
export const sopsTarget: OpenTarget = async () => {
  const names = [
    "talosconfig.sops.yaml",
    "secrets.sops.yaml",
    "bytes.sops.json",
  ];
  const seeds = names.map(read);
  const given = new Set(
    (await Promise.all(seeds.map(opened))).map((text) =>
      withoutEmpty(text ?? ""),
    ),
  );
  const words = ["ENC[AES256_GCM,data:", ",type:int]", "sops:\n", "mac: ", "&a ", "*a", "\n  - ", "{", "[", '"', "unencrypted_suffix: _x\n", "_unencrypted", "age1", "-----BEGIN AGE ENCRYPTED FILE-----", "(a+)+$", "[".repeat(1000)]; // prettier-ignore
  return target({
    name: "sops",
    inputs: mutated([...seeds, Buffer.from(rules)], words),
    budgetMs: 5000,
    check: async (bytes: Uint8Array) => {
      const text = await opened(bytes);
      holds(
        text === null || given.has(withoutEmpty(text)),
        "what was changed is not opened",
      );
      const said = Buffer.from(bytes).toString("latin1");
      creationRule(said, "secrets/a.yaml");
      readAddress(`vault:${said.slice(0, 1000)}`);
    },
  });
};

const hashicorpAnswers = [
  {
    data: { path: "secret/", type: "kv", options: { version: "2" } },
  },
  {
    data: {
      data: { talosconfig: "contexts: {}", note: "kept" },
      metadata: { version: 3 },
    },
  },
  { data: { version: 4 } },
  { errors: ["check-and-set parameter did not match"] },
];

/** One of these answers whose JSON was changed, or whose bytes were. */
const answerLike = (some: readonly object[]): fc.Arbitrary<Uint8Array> =>
  fc.oneof(
    fc
      .tuple(
        fc.constantFrom(...some),
        jsonEdits,
        fc.constantFrom(200, 200, 200, 400, 404, 503),
      )
      .map(([json, edits, status]) =>
        Buffer.from(
          httpOf(status, JSON.stringify(editJson(json, edits)) ?? ""),
        ),
      ),
    mutated(
      some.map((one) => Buffer.from(httpOf(200, JSON.stringify(one)))),
      ["101 Switching Protocols", "100 Continue", "Upgrade: h2c\r\nConnection: Upgrade\r\n", "Transfer-Encoding: chunked\r\n", "Content-Length: 5\r\n", "\r\n\r\n", "ffffffff\r\n", "Content-Encoding: gzip\r\n", "307", "\0"], // prettier-ignore
    ),
  );

function httpOf(status: number, body: string): string {
  return `HTTP/1.1 ${String(status)} X\r\nContent-Type: application/json\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;
}

/** A server that gives one answer after the other. */
async function startAnswering() {
  let rest: readonly Uint8Array[] = [];
  const server = await listenOnLoopback(
    createServer((socket) => {
      socket.on("error", () => undefined);
      socket.once("data", () => {
        const [next = new Uint8Array(), ...more] = rest;
        rest = more;
        socket.end(next);
      });
    }),
  );
  const give = (answers: readonly Uint8Array[]) => {
    rest = answers;
  };
  return { url: new URL(`http://${server.endpoint}`), stop: server.stop, give };
}

/** Each call ends, in a value or a refusal that says what to do, and with no word of the login. */
async function readAndWrite(store: SecretStore, login: string): Promise<void> {
  const found = await store.read();
  const written = found.ok
    ? await store.write(new TextEncoder().encode("new"))
    : found;
  if (found.ok)
    holds(typeof found.value.version === "string", "a version is a text");
  for (const one of [found, written])
    if (!one.ok) {
      holds(one.error.next !== "", "a refusal says what to do");
      holds(
        !JSON.stringify(one.error).includes(login),
        "the login is in no word",
      );
    }
}

/** A secret store that answers whatever it likes. */
export const storeTarget: OpenTarget = async () => {
  const { url, stop, give } = await startAnswering();
  const token = "the-token-of-a-person";
  const login = { server: url, token: new Secret(token), namespace: "", tls: {} }; // prettier-ignore
  const answer = answerLike(hashicorpAnswers);
  return target({
    name: "store",
    inputs: fc.tuple(answer, answer, answer),
    budgetMs: 5000,
    close: stop,
    check: async (given: readonly Uint8Array[]) => {
      give(given);
      const store = new HashicorpStore(login, {
        kind: "vault",
        path: "secret/talos/prod",
        field: "talosconfig",
      });
      await readAndWrite(store, token);
    },
  });
};

const azureAnswers = [
  {
    value: "contexts: {}",
    id: "https://team.vault.azure.net/secrets/lab/4387e9f3d6e14c459867679a90fd0f79",
    attributes: { enabled: true, exp: 1_795_000_000 },
    tags: { owner: "team" },
  },
  { error: { code: "SecretNotFound", message: "no such secret" } },
  { recoveryId: "https://team.vault.azure.net/deletedsecrets/lab" },
];

/** What a vault says that it wants a login for; the first of these is right. */
const challenges = [
  'Bearer authorization="https://login.windows.net/00000000-0000-0000-0000-000000000001", resource="https://vault.azure.net"',
  'Bearer authorization="https://login.windows.net/t", resource="https://vault.azure.net.example.org"',
  'Bearer authorization="https://login.windows.net/t", scope="https://vault.azure.net/.default"',
  'PoP x="y", Bearer error="insufficient_claims", claims="eyJ9"',
];

/**
 * The same as an Azure Key Vault: what it wants a login for, and what it answers then. Its login is shown only to a vault whose challenge
 * names the place that it is in.
 */
export const azureStoreTarget: OpenTarget = async () => {
  const folder = mkdtempSync(join(tmpdir(), "tv-fuzz-az-"));
  loggedInAz(folder);
  process.env["PATH"] = `${folder}:/usr/bin:/bin`;
  const vault = await startKeyVault("team");
  const place = { kind: "azure-kv", vault: "team", name: "lab" } as const;
  const bytes = mutated(challenges.map((one) => Buffer.from(one)), ["Bearer ", "resource=", '"', ",", "https://vault.azure.net", "\\", "=".repeat(500)]); // prettier-ignore
  return target({
    name: "azure-store",
    inputs: fc.tuple(
      bytes,
      fc.array(
        fc.tuple(
          fc.constantFrom(...azureAnswers),
          jsonEdits,
          fc.constantFrom(200, 200, 200, 403, 404, 409),
        ),
        { minLength: 3, maxLength: 3 },
      ),
    ),
    budgetMs: 20_000,
    close: async () => {
      await vault.stop();
      rmSync(folder, { recursive: true });
    },
    check: async ([said, answers]) => {
      const challenge = Buffer.from(said).toString("latin1").replaceAll(/[^\t -~]/g, ""); // prettier-ignore
      const left = [...answers];
      vault.asked.length = 0;
      vault.answer = (response) => {
        if (vault.asked.at(-1)?.login === "") {
          response.writeHead(401, { "www-authenticate": challenge }).end("{}");
          return;
        }
        const [json, edits, status] = left.shift() ?? [{}, [], 200];
        const body = JSON.stringify(editJson(json, edits)) ?? "";
        response.writeHead(status, { "content-type": "application/json" });
        response.end(body);
      };
      const client = azureClient(place, process.env, vault.way);
      if (!client.ok) throw new Error(client.error.message);
      await readAndWrite(new AzureStore(client.value, place), keyVaultToken);
      holds(
        vault.asked.every(({ login }) => login === "") ||
          challenge.includes("https://vault.azure.net"),
        "the login goes to no vault whose challenge does not name it",
      );
    },
  });
};

const awsAnswers = [
  {
    ARN: "arn:aws:secretsmanager:eu-central-1:123456789012:secret:lab-AbCdEf",
    VersionId: "v1",
    VersionStages: ["AWSCURRENT"],
    SecretString: "contexts: {}",
    CreatedDate: 1_795_000_000,
  },
  { VersionId: "v1", SecretBinary: "Y29udGV4dHM6IHt9" },
  { __type: "ResourceNotFoundException", message: "no such secret" },
  { __type: "InvalidRequestException", message: "marked for deletion" },
];

/** The same as AWS Secrets Manager, whose SDK makes something of the answers first. */
export const awsStoreTarget: OpenTarget = async () => {
  const { url, stop, give } = await startAnswering();
  const secret = "the-secret-key-of-a-person";
  Object.assign(process.env, {
    AWS_ENDPOINT_URL: url.origin,
    AWS_ACCESS_KEY_ID: "AKIDPERSON",
    AWS_SECRET_ACCESS_KEY: secret,
    AWS_MAX_ATTEMPTS: "1",
  });
  const place = { kind: "aws-sm", profile: "", region: "eu-central-1", name: "lab" } as const; // prettier-ignore
  const client = await awsClient(place, process.env);
  if (!client.ok) throw new Error(client.error.message);
  const { value } = client;
  const answer = answerLike(awsAnswers);
  return target({
    name: "aws-store",
    inputs: fc.tuple(answer, answer, answer),
    budgetMs: 5000,
    close: stop,
    check: async (given: readonly Uint8Array[]) => {
      give(given);
      await readAndWrite(new AwsStore(value, place), secret);
    },
  });
};
