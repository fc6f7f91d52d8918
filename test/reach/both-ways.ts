import { execFile } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Secret } from "../../shared/core/secret.ts";
import { GrpcTalosApi } from "../../shared/node/talos-api/grpc-talos-api.ts";
import { base64 } from "../doubles/certificates.ts";

/** A context, and how this machine reaches it. PEM texts. */
export interface Reached {
  readonly endpoints: readonly string[];
  readonly ca?: string;
  readonly crt: string;
  readonly key: string;
  readonly environment?: Readonly<Record<string, string>>;
}

/** How one of the two fared. */
export interface Fared {
  readonly isThere: boolean;
  readonly words: string;
}

const folder = mkdtempSync(join(tmpdir(), "tv-both-"));
let count = 0;
const patienceMs = 8000;

/** The real program asks for the version. */
export function byTalosctl(
  program: string,
  { endpoints, ca, crt, key, environment = {} }: Reached,
): Promise<Fared> {
  const path = join(folder, String(count++));
  const context = {
    endpoints,
    nodes: ["192.0.2.10"],
    ...(ca === undefined ? {} : { ca: base64(ca) }),
    crt: base64(crt),
    key: base64(key),
  };
  const config = { context: "x", contexts: { x: context } };
  writeFileSync(path, JSON.stringify(config));
  const { PATH, HOME, SSL_CERT_FILE, XDG_CACHE_HOME } = process.env;
  const env = { HOME, PATH, SSL_CERT_FILE, XDG_CACHE_HOME, ...environment };
  const args = ["--talosconfig", path, "version", "--short"];
  const timeout = patienceMs;
  return new Promise((resolve) => {
    execFile(program, args, { env, timeout }, (error, stdout, stderr) => {
      const words = `${stdout}${stderr}`.trim().split("\n").slice(-2).join(" ");
      resolve({ isThere: error === null, words });
    });
  });
}

/** `ping` asks for the version. */
export async function byProbe(reached: Reached): Promise<Fared> {
  const { api, config } = ours(reached);
  const [endpoint = ""] = reached.endpoints;
  const { trouble } = await api.probe({ endpoint, config }, { patienceMs });
  return { isThere: trouble === null, words: trouble?.text ?? "" };
}

/** `renew`, and a session by a node, ask for a certificate. */
export async function byGenerate(reached: Reached): Promise<Fared> {
  const { api, config } = ours(reached);
  const request = { roles: ["os:reader"], ttlSeconds: 60 };
  const made = await api.generate(config, request, { patienceMs });
  const words = made.ok ? "" : made.probe.trouble.text;
  return { isThere: made.ok, words };
}

function ours({ endpoints, ca, crt, key, environment = {} }: Reached) {
  const config = {
    endpoints,
    nodes: [],
    ...(ca === undefined ? {} : { ca: base64(ca) }),
    crt: base64(crt),
    key: new Secret(base64(key)),
  };
  return { api: new GrpcTalosApi({ environment, keepMs: 0 }), config };
}
