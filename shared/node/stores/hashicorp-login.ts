import { homedir } from "node:os";
import { join } from "node:path";
import { vaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type { KnownServer } from "../../core/ports/store-access.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { Secret } from "../../core/secret.ts";
import { diskFiles } from "../files/disk-files.ts";
import { runProgram } from "./run-program.ts";
import { isReadOnTheWay } from "./unreached-store.ts";

/** Where a server of Vault or OpenBao is and what it is shown, as its own command line has it. */
export interface HashicorpLogin {
  readonly server: URL;
  readonly token: Secret;
  /** Without the slashes around it, which say nothing. */
  readonly namespace: string;
  readonly tls: {
    readonly ca?: Uint8Array;
    readonly cert?: Uint8Array;
    readonly key?: Uint8Array;
    readonly servername?: string;
  };
}

/** `known`: where there is no server in the environment. Errors: `store-failed` for no server or one without TLS elsewhere than here; `store-login` for no token; those of files. */
export async function hashicorpLogin(
  env: NodeJS.ProcessEnv,
  known: KnownServer | null = null,
): Promise<Result<HashicorpLogin>> {
  const named = said(env, "ADDR");
  const server = serverOf(named || known?.server || "");
  if (!server.ok) return server;
  const tls = await tlsOf(env);
  if (!tls.ok) return tls;
  const token = await tokenOf(env);
  if (!token.ok) return token;
  return success({
    server: server.value,
    token: token.value,
    namespace: (
      said(env, "NAMESPACE") || (named ? "" : (known?.namespace ?? ""))
    ).replace(/^\/+|\/+$/g, ""),
    tls: tls.value,
  });
}

/** OpenBao's own variables count before Vault's. */
function said(env: NodeJS.ProcessEnv, name: string): string {
  return env[`BAO_${name}`] || env[`VAULT_${name}`] || "";
}

/** The server that the environment names, as an origin, or as it stands there where it is none; null: none. */
export function vaultServerOf(env: NodeJS.ProcessEnv): string | null {
  const named = said(env, "ADDR");
  if (named === "") return null;
  return URL.canParse(named) ? new URL(named).origin : named;
}

function serverOf(address: string): Result<URL> {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (!url || !/^https?:$/.test(url.protocol))
    return failure(
      vaultError(
        "store-failed",
        "Nothing says where the store is.",
        "Set VAULT_ADDR (or BAO_ADDR) to its address: https://HOST:8200",
      ),
    );
  if (isReadOnTheWay(url))
    return failure(
      vaultError(
        "store-failed",
        `${url.origin} is not asked: without TLS everybody on the way would read the token.`,
        "Use its https address.",
      ),
    );
  return success(new URL(url.origin));
}

async function tlsOf(
  env: NodeJS.ProcessEnv,
): Promise<Result<HashicorpLogin["tls"]>> {
  const found: Record<string, Uint8Array> = {};
  for (const [name, variable] of [
    ["ca", "CACERT"],
    ["cert", "CLIENT_CERT"],
    ["key", "CLIENT_KEY"],
  ] as const) {
    const path = said(env, variable);
    if (path === "") continue;
    const read = await diskFiles.read(path);
    if (!read.ok) return read;
    found[name] = read.value;
  }
  const servername = said(env, "TLS_SERVER_NAME");
  return success({ ...found, ...(servername === "" ? {} : { servername }) });
}

/** In the order of Vault's own command line: the environment, a token helper, the file that `login` leaves. */
async function tokenOf(env: NodeJS.ProcessEnv): Promise<Result<Secret>> {
  const named = said(env, "TOKEN").trim();
  if (named !== "") return success(new Secret(named));
  const helper = await helperOf();
  const text =
    helper === null
      ? await smallFile(".vault-token")
      : await outputOf(helper, env);
  const token = text.trim();
  return token === ""
    ? failure(
        vaultError(
          "store-login",
          "Nobody is logged in to the store.",
          "Run vault login (or bao login), or set VAULT_TOKEN.",
        ),
      )
    : success(new Secret(token));
}

async function helperOf(): Promise<string | null> {
  const settings = await smallFile(".vault");
  const [, helper = ""] =
    /^\s*token_helper\s*=\s*"([^"\n]+)"/m.exec(settings) ?? [];
  return helper === "" ? null : helper;
}

async function outputOf(
  helper: string,
  env: NodeJS.ProcessEnv,
): Promise<string> {
  const ran = await runProgram(helper, ["get"], env);
  return ran?.code === 0 ? new TextDecoder().decode(ran.output) : "";
}

async function smallFile(name: string): Promise<string> {
  const path = join(homedir(), name);
  if (!(await diskFiles.exists(path))) return "";
  const read = await diskFiles.read(path, limits.ageKeyFile.most);
  return read.ok ? new TextDecoder().decode(read.value) : "";
}
