import * as v from "valibot";
import { stages } from "./probe.ts";
import type { VerdictCode } from "./verdict.ts";

const texts = v.pipe(v.array(v.string()), v.readonly());

const healthSchema = v.object({
  /** As the context spells it; empty: the context has none. */
  endpoint: v.string(),
  /** The node that the endpoint was asked to forward to; null: the endpoint itself. */
  node: v.nullable(v.string()),
  dials: v.nullable(v.string()),
  proxy: v.nullable(v.string()),
  address: v.nullable(v.string()),
  protocol: v.nullable(v.string()),
  verdict: v.object({
    code: v.custom<VerdictCode>((code) => typeof code === "string"),
    isFine: v.boolean(),
    brokenAt: v.nullable(v.picklist(stages)),
    summary: v.string(),
    evidence: texts,
    next: v.string(),
  }),
  /** Of Talos. */
  version: v.nullable(v.string()),
  hostname: v.nullable(v.string()),
  /** Milliseconds of the call alone. */
  latencyMs: v.nullable(v.number()),
  /** The node's clock less ours. */
  clockAheadMs: v.nullable(v.number()),
  /** Milliseconds of each part that was reached. */
  took: v.record(v.string(), v.number()),
  checkedAt: v.pipe(v.string(), v.isoTimestamp()),
});

/** How one endpoint was when it was last asked. Nothing secret. The keys are the JSON of `ping --json`. */
export type EndpointHealth = Readonly<v.InferOutput<typeof healthSchema>>;

/** The health of contexts by their names. */
export type HealthByContext = ReadonlyMap<string, readonly EndpointHealth[]>;

/** The text of a file as health; what is not understood is left out. */
export function readHealth(text: string): HealthByContext {
  const parsed = v.safeParse(v.record(v.string(), v.unknown()), parse(text));
  if (!parsed.success) return new Map();
  const known = Object.entries(parsed.output).flatMap(([name, value]) => {
    const health = v.safeParse(v.array(healthSchema), value);
    return health.success ? [[name, health.output] as const] : [];
  });
  return new Map(known);
}

export function writeHealth(health: HealthByContext): string {
  return `${JSON.stringify(Object.fromEntries(health))}\n`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
