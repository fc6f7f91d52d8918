import { expect } from "vitest";
import { diagnose } from "../../../../shared/core/diagnosis/diagnose.ts";
import type { Probe, Stage } from "../../../../shared/core/diagnosis/probe.ts";
import type {
  Verdict,
  VerdictCode,
} from "../../../../shared/core/diagnosis/verdict.ts";
import type { ProbeOptions } from "../../../../shared/core/ports/talos-api.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import type { TalosContext } from "../../../../shared/core/talosconfig/types.ts";
import { GrpcTalosApi } from "../../../../shared/node/talos-api/grpc-talos-api.ts";
import { base64, type Pair } from "../../../doubles/certificates.ts";

/** These are in every context and proxy here, and may be in nothing that is said about a probe. */
export const canaries = {
  password: "canary-of-basic-auth",
  proxyPassword: "canary-of-the-proxy",
} as const;

export interface ProbeCase {
  readonly config: TalosContext;
  readonly node?: string;
  readonly environment?: NodeJS.ProcessEnv;
  readonly options?: Partial<ProbeOptions>;
  /** What this machine's clock says to the judge. */
  readonly now?: Date;
}

export interface Probed {
  readonly probe: Probe;
  readonly verdict: Verdict;
}

/** Long enough for a busy machine; a fault that takes it is one that ends by no answer. */
const patienceMs = 10_000;

/** A context with one endpoint. `pair` null: it has no client certificate. */
export function contextAt(
  endpoint: string,
  ca: string | undefined,
  pair: Pair | null,
  more: Partial<TalosContext> = {},
): TalosContext {
  return {
    endpoints: [endpoint],
    nodes: [],
    ...(ca === undefined ? {} : { ca: base64(ca) }),
    ...(pair
      ? { crt: base64(pair.crt), key: new Secret(base64(pair.key)) }
      : {}),
    auth: {
      basic: { username: "me", password: new Secret(canaries.password) },
    },
    ...more,
  };
}

/** Probes the first endpoint of a context, judges the probe, and looks whether a secret came out of it. */
export async function probeAndJudge(request: ProbeCase): Promise<Probed> {
  const { config, node, environment = {}, now = new Date() } = request;
  const [endpoint = ""] = config.endpoints;
  const api = new GrpcTalosApi({ environment, keepMs: 0 });
  const probe = await api.probe(
    { endpoint, config, ...(node === undefined ? {} : { node }) },
    { patienceMs, ...request.options },
  );
  api.close();
  const verdict = diagnose({ context: "prod", endpoint, config, probe, now });
  expectNoSecret(config, { probe, verdict });
  return { probe, verdict };
}

export interface ExpectedVerdict {
  readonly code: VerdictCode;
  readonly brokenAt: Stage | null;
  /** Part of a line of the evidence. */
  readonly fact: string | RegExp;
}

export function expectVerdict(verdict: Verdict, expected: ExpectedVerdict) {
  const { code, brokenAt, evidence } = verdict;
  const isFine = code.startsWith("fine");
  expect({ code, brokenAt, evidence }).toEqual({
    code: expected.code,
    brokenAt: expected.brokenAt,
    evidence,
  });
  expect(verdict.isFine).toBe(isFine);
  expect(evidence.join("\n")).toMatch(expected.fact);
  expect(verdict.message).toMatch(/^\S.{10,}[.!?]$/s);
  if (isFine) expect(verdict.next).toBe("");
  else expect(verdict.next).toMatch(/^\S.{10,}/s);
  const words = [verdict.message, verdict.next, ...evidence].join("\n");
  expect(words).not.toMatch(/undefined|null|\[object|NaN|:error:|\.c:\d/);
}

/** Looks for every secret of a context, and for the canaries, in what is known and said of its probe. */
export function expectNoSecret({ key }: TalosContext, seen: Probed): void {
  const chain = seen.probe.chain.map((der) => Buffer.from(der).toString("hex"));
  const text = JSON.stringify([seen, chain]);
  const keyText = key?.reveal() ?? "";
  const keyPem = Buffer.from(keyText, "base64").toString("utf8");
  const secrets = [
    canaries.password,
    canaries.proxyPassword,
    base64(`me:${canaries.password}`),
    base64(`me:${canaries.proxyPassword}`),
    ...(keyText === "" ? [] : [keyText]),
    ...keyPem.split("\n").filter((line) => /^[A-Za-z0-9+/=]{20,}$/.test(line)),
  ];
  expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
}
