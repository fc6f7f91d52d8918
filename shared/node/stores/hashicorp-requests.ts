import { request as overHttp } from "node:http";
import { request as overHttps } from "node:https";
import type { IncomingMessage } from "node:http";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { keepsNumbers, parseJson } from "../../core/json.ts";
import { limits } from "../../core/limits.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { HashicorpLogin } from "./hashicorp-login.ts";

export interface HashicorpAnswer {
  readonly status: number;
  /** What it says as JSON; null: nothing, or something else. */
  readonly json: unknown;
  /** Whether that, written again, has every number as it was. */
  readonly isExact: boolean;
}

const seconds = 1000;

/**
 * One request. The token goes along only once the server's certificate was found to be good for its name, whatever the environment
 * says of that; no redirect is followed. Errors: `store-failed`.
 */
export async function askHashicorp(
  { server, token, namespace, tls }: HashicorpLogin,
  path: string,
  body?: unknown,
  timeMs = limits.storeTime.most * seconds,
): Promise<Result<HashicorpAnswer>> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const ask = server.protocol === "https:" ? overHttps : overHttp;
  const signal = AbortSignal.timeout(timeMs);
  const place = path.split("/").map(encodeURIComponent).join("/");
  const options = {
    method: text === undefined ? "GET" : "POST",
    agent: false,
    signal,
    rejectUnauthorized: true,
    ...asBuffers(tls),
    headers: {
      "X-Vault-Token": token.reveal(),
      "X-Vault-Request": "true",
      ...(namespace === "" ? {} : { "X-Vault-Namespace": namespace }),
      ...(text === undefined ? {} : { "Content-Type": "application/json" }),
    },
  } as const;
  return new Promise((resolve) => {
    const fail = (error: unknown) => {
      resolve(failure(unreachable(server, error, signal.aborted)));
    };
    try {
      ask(new URL(`/v1/${place}`, server), options, (answer) => {
        readAnswer(server, answer).then(resolve, fail);
      })
        .on("error", fail)
        // To another protocol: Node then closes the connection, and says no more of the request.
        .on("upgrade", (_, socket) => {
          socket.destroy();
          fail(new Error("it answers in another protocol"));
        })
        .end(text);
    } catch (error) {
      resolve(failure(unusable(server, error)));
    }
  });
}

function asBuffers(
  tls: HashicorpLogin["tls"],
): Record<string, Buffer | string> {
  const entries = Object.entries(tls as Record<string, Uint8Array | string>);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === "string" ? value : Buffer.from(value),
    ]),
  );
}

async function readAnswer(
  server: URL,
  answer: IncomingMessage,
): Promise<Result<HashicorpAnswer>> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of answer) {
    length += (chunk as Buffer).length;
    if (length > limits.storeAnswer.most) {
      answer.destroy();
      return failure(
        vaultError(
          "store-failed",
          `${server.origin} answers with more than ${String(limits.storeAnswer.most / 2 ** 20)} MiB.`,
          "Check that VAULT_ADDR is the address of a store.",
        ),
      );
    }
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString("utf8");
  const json = parseJson(text);
  const isExact = json === null || keepsNumbers(text);
  return success({ status: answer.statusCode ?? 0, json, isExact });
}

/** Node makes no request of it; what its error quotes is not repeated. */
function unusable(server: URL, error: unknown): VaultError {
  return vaultError(
    "store-failed",
    `${server.origin} was sent nothing: the token, the namespace or a certificate is not of the form that it should have.`,
    "Check what is in VAULT_TOKEN, VAULT_NAMESPACE and the files of VAULT_CACERT, VAULT_CLIENT_CERT and VAULT_CLIENT_KEY.",
    (error as NodeJS.ErrnoException).code ?? "",
  );
}

function unreachable(server: URL, error: unknown, isLate: boolean): VaultError {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  if (isLate)
    return vaultError(
      "store-failed",
      `${server.origin} did not answer in time.`,
      "Try again; nothing is known of what it did.",
    );
  const isUntrusted = /CERT|SELF_SIGNED|VERIFY|ALTNAME/.test(code);
  return isUntrusted
    ? vaultError(
        "store-failed",
        `${server.origin} was sent nothing: its certificate is not good for its name and the CAs that are trusted here.`,
        "Where it has a CA of its own, name that one's file in VAULT_CACERT.",
        code,
      )
    : vaultError(
        "store-failed",
        `${server.origin} cannot be reached.`,
        "Check VAULT_ADDR, and the way to it.",
        code,
      );
}
