import { randomBytes } from "node:crypto";
import { readAuthority } from "../../shared/core/authorities/read-authority.ts";
import {
  nothingMet,
  type Probe,
  type Stage,
} from "../../shared/core/diagnosis/probe.ts";
import type {
  ApiAnswer,
  ApiTarget,
  CertificateRequest,
  GeneratedPair,
  ProbeOptions,
  TalosApi,
} from "../../shared/core/ports/talos-api.ts";
import { Secret } from "../../shared/core/secret.ts";
import type { TalosContext } from "../../shared/core/talosconfig/types.ts";
import { issueContext } from "../../shared/core/usecases/issuing/issue-context.ts";
import type { TestAuthority } from "./certificates.ts";
import { must } from "./memory-host.ts";

/** A node that answers. */
export function answers(fields: Partial<Probe> = {}): Probe {
  return {
    ...nothingMet,
    dials: "10.0.0.1:50000",
    address: "10.0.0.1",
    protocol: "TLSv1.3",
    took: { context: 0, connect: 1, handshake: 2, client: 3, call: 4 },
    node: {
      version: "v1.13.0",
      isInMaintenance: false,
      hostname: "cp-1",
      clockAheadMs: 100,
    },
    ...fields,
  };
}

/** A probe that ends at a stage. */
export function breaksAt(
  stage: Stage,
  code: string,
  fields: Partial<Probe> & { readonly alert?: number } = {},
): Probe {
  const { alert = null, ...rest } = fields;
  return {
    ...nothingMet,
    dials: "10.0.0.1:50000",
    took: { [stage]: 1 },
    trouble: { stage, code, text: code, alert },
    ...rest,
  };
}

type Make = (
  config: TalosContext,
  request: CertificateRequest,
  signal?: AbortSignal,
) => ApiAnswer<GeneratedPair> | Promise<ApiAnswer<GeneratedPair>>;

/** A Talos API that says what a test wants, and remembers what it was asked. */
export class ScriptedTalosApi implements TalosApi {
  readonly probed: ApiTarget[] = [];
  readonly requests: CertificateRequest[] = [];
  closed = 0;
  /** What comes of a probe. */
  outcome: (target: ApiTarget) => Probe | Promise<Probe> = () => answers();
  /** What a node makes; nothing unless a test says so. */
  make: Make = () => noAnswer("ECONNREFUSED");

  async probe(target: ApiTarget, options: ProbeOptions): Promise<Probe> {
    this.probed.push(target);
    const probe = await this.outcome(target);
    for (const stage of Object.keys(probe.took))
      options.onStage?.(stage as Stage);
    return probe;
  }

  async generate(
    config: TalosContext,
    request: CertificateRequest,
    { signal }: ProbeOptions,
  ): Promise<ApiAnswer<GeneratedPair>> {
    this.requests.push(request);
    return this.make(config, request, signal);
  }

  close(): void {
    this.closed++;
  }
}

export function noAnswer(code: string): ApiAnswer<GeneratedPair> {
  const probe = breaksAt("connect", code);
  const { trouble } = probe;
  if (!trouble) throw new Error("it breaks");
  return { ok: false, endpoint: "10.0.0.1", probe: { ...probe, trouble } };
}

/** A node that says nothing until the asking is cancelled. */
export const silentNode: Make = (_, __, signal) =>
  new Promise((resolve) => {
    signal?.addEventListener("abort", () => resolve(noAnswer("ABORT_ERR")));
  });

/** What a control plane node of this authority's cluster makes, as it was asked; `clock` is the node's. */
export function nodeOf(
  { pair }: Pick<TestAuthority, "pair">,
  clock: () => Date = () => new Date(),
): Make {
  const random = { bytes: (length: number) => randomBytes(length) };
  return (config, { roles, ttlSeconds }) => {
    const bytes = new TextEncoder().encode(pair.crt + pair.key);
    const authority = must(readAuthority(bytes, clock()));
    const ports = { clock: { now: clock, monotonicMs: () => 0 }, random };
    const made = must(
      issueContext(ports)({
        authority,
        base: config,
        roles,
        ttlSeconds,
        acceptsCustomRoles: true,
        isForced: true,
      }),
    );
    const { crt = "", key } = made.config;
    const value = {
      ca: pair.crt,
      crt: textOf(crt),
      key: new Secret(textOf(key?.reveal() ?? "")),
      endpoint: config.endpoints[0] ?? "",
    };
    return { ok: true, value };
  };
}

function textOf(base64: string): string {
  return Buffer.from(base64, "base64").toString("utf8");
}
