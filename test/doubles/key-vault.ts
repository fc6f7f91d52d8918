import { execFileSync } from "node:child_process";
import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StoreWay } from "../../shared/node/stores/store-http.ts";
import { listenOnLoopback } from "./loopback.ts";

interface Version {
  readonly value: string;
  readonly more: Readonly<Record<string, unknown>>;
}

/** What an Azure Key Vault keeps and answers, as far as a client of secrets sees it: TLS, the challenge, versions, soft deletion. */
export interface KeyVault {
  /** Where its name leads to, and the CA of its certificate. */
  readonly way: StoreWay;
  readonly secrets: Map<string, Version[]>;
  readonly deleted: Set<string>;
  /** Each request: method, path, and what it was logged in with. */
  readonly asked: { readonly line: string; readonly login: string }[];
  /** What it wants a login for. */
  resource: string;
  /** Instead of all that; null: as it would. */
  answer: ((response: ServerResponse) => void) | null;
  /** Instead of its answer to a write. */
  answerPut: ((response: ServerResponse) => void) | null;
  stop(): Promise<void>;
}

export const keyVaultToken = "the-token-of-a-person";

/** A folder with an `az` that is logged in as that person, and writes down in `asked` what it was asked. */
export function loggedInAz(folder: string): string {
  const answer = JSON.stringify({
    accessToken: keyVaultToken,
    expires_on: 4_102_444_800,
    expiresOn: "2100-01-01 00:00:00.000000",
    tenant: "t",
    tokenType: "Bearer",
  });
  writeFileSync(
    join(folder, "az"),
    `#!/bin/sh\necho "$*" >> ${folder}/asked\necho '${answer}'\n`,
  );
  chmodSync(join(folder, "az"), 0o755);
  return folder;
}

/** One that is called `NAME.vault.azure.net`, on a port of loopback; `place`: on just that one. */
export async function startKeyVault(
  name: string,
  ...place: readonly [address?: `127.${string}`, port?: number]
): Promise<KeyVault> {
  const host = `${name}.vault.azure.net`;
  const { cert, key } = certificateFor(host);
  const server = createServer({ cert, key }, (request, response) => {
    void serve(vault, request, response, host);
  });
  const listening = await listenOnLoopback(server, ...place);
  const vault: KeyVault = {
    way: {
      ca: cert,
      port: listening.port,
      lookup: (_, { all }, found) => {
        if (all) found(null, [{ address: "127.0.0.1", family: 4 }]);
        else found(null, "127.0.0.1", 4);
      },
    },
    secrets: new Map(),
    deleted: new Set(),
    asked: [],
    resource: "https://vault.azure.net",
    answer: null,
    answerPut: null,
    stop: listening.stop,
  };
  return vault;
}

function certificateFor(host: string) {
  const folder = mkdtempSync(join(tmpdir(), "tv-key-vault-"));
  execFileSync(
    "openssl",
    [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=vault",
      "-addext", `subjectAltName=DNS:${host}`, "-keyout", "key", "-out", "crt",
    ], // prettier-ignore
    { cwd: folder, stdio: "ignore" },
  );
  const read = (name: string) => readFileSync(join(folder, name));
  const pair = { cert: read("crt"), key: read("key") };
  rmSync(folder, { recursive: true });
  return pair;
}

async function serve(
  vault: KeyVault,
  request: IncomingMessage,
  response: ServerResponse,
  host: string,
): Promise<void> {
  const { method = "", url = "", headers } = request;
  const { pathname } = new URL(url, "https://vault");
  const login = headers.authorization ?? "";
  vault.asked.push({ line: `${method} ${pathname}`, login });
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const answer = (method === "PUT" ? vault.answerPut : null) ?? vault.answer;
  if (answer) {
    answer(response);
    return;
  }
  if (login !== `Bearer ${keyVaultToken}`) {
    const tenant = "https://login.windows.net/00000000-0000-0000-0000-000000000001"; // prettier-ignore
    const challenge = `Bearer authorization="${tenant}", resource="${vault.resource}"`;
    response.setHeader("www-authenticate", challenge);
  }
  const [status, body] =
    login === `Bearer ${keyVaultToken}`
      ? answerTo(vault, method, pathname, String(Buffer.concat(chunks)), host)
      : refused(401, "Unauthorized");
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}

type Answer = readonly [status: number, body: object];

const refused = (status: number, code: string): Answer => [
  status,
  { error: { code, message: code } },
];

function answerTo(
  { secrets, deleted }: KeyVault,
  method: string,
  pathname: string,
  sent: string,
  host: string,
): Answer {
  const [, kind = "", name = ""] = pathname.split("/");
  const id = `https://${host}/secrets/${name}`;
  const isDeleted = deleted.has(name);
  const absent = refused(404, "SecretNotFound");
  if (kind === "deletedsecrets")
    return isDeleted
      ? [200, { id, recoveryId: `https://${host}/deletedsecrets/${name}` }]
      : absent;
  if (method === "PUT" && isDeleted) return refused(409, "Conflict");
  const versions = [...(secrets.get(name) ?? [])];
  if (method === "PUT") {
    const { value, ...more } = JSON.parse(sent) as { value: string };
    versions.push({ value, more });
    secrets.set(name, versions);
  }
  const newest = versions.at(-1);
  if (!newest || isDeleted) return absent;
  const version = String(versions.length).padStart(32, "0");
  const { value, more } = newest;
  return [200, { ...more, value, id: `${id}/${version}` }];
}
