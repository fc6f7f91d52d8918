import { keepsNumbers, parseJson } from "../../core/json.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { askStore, type StoreWay } from "./store-http.ts";
import { unansweredError, type UnansweredAdvice } from "./unreached-store.ts";
import type { HashicorpLogin } from "./hashicorp-login.ts";

export interface HashicorpAnswer {
  readonly status: number;
  /** What it says as JSON; null: nothing, or something else. */
  readonly json: unknown;
  /** Whether every number in it would be the same when written again. */
  readonly isExact: boolean;
}

const advice: UnansweredAdvice = {
  untrusted:
    "Where it has a CA of its own, name that one's file in VAULT_CACERT.",
  unusable:
    "Check what is in VAULT_TOKEN, VAULT_NAMESPACE and the files of VAULT_CACERT, VAULT_CLIENT_CERT and VAULT_CLIENT_KEY.",
  "too-long": "Check that VAULT_ADDR is the address of a store.",
  unreachable: "Check VAULT_ADDR, and the way to it.",
};

/** One request, as `askStore`. Errors: `store-failed`. */
export async function askHashicorp(
  { server, token, namespace, tls }: HashicorpLogin,
  path: string,
  body?: unknown,
  timeMs?: number,
): Promise<Result<HashicorpAnswer>> {
  const text = body === undefined ? undefined : JSON.stringify(body);
  const place = path.split("/").map(encodeURIComponent).join("/");
  const request = {
    url: new URL(`/v1/${place}`, server),
    method: text === undefined ? "GET" : "POST",
    headers: {
      "X-Vault-Token": token.reveal(),
      "X-Vault-Request": "true",
      ...(namespace === "" ? {} : { "X-Vault-Namespace": namespace }),
      ...(text === undefined ? {} : { "Content-Type": "application/json" }),
    },
    body: text,
    ...(timeMs === undefined ? {} : { timeMs }),
  };
  const answer = await askStore(request, asBuffers(tls));
  if (answer.kind !== "answer")
    return failure(unansweredError(server.origin, answer, advice));
  const said = answer.body.toString("utf8");
  const json = parseJson(said);
  const isExact = json === null || keepsNumbers(said);
  return success({ status: answer.status, json, isExact });
}

function asBuffers(tls: HashicorpLogin["tls"]): StoreWay {
  const entries = Object.entries(tls as Record<string, Uint8Array | string>);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      typeof value === "string" ? value : Buffer.from(value),
    ]),
  );
}
