import * as v from "valibot";
import { parseJson } from "../json.ts";
import { actions, severities } from "../problem.ts";
import { stages } from "./probe.ts";
import { verdictCodes, type Verdict } from "./verdict.ts";
import { momentSchema } from "../schemas/moment.ts";

const texts = v.pipe(v.array(v.string()), v.readonly());

const verdictSchema = v.pipe(
  v.record(v.string(), v.unknown()),
  // An earlier release kept the same under other names.
  v.transform(({ summary, remedies, ...verdict }) => ({
    severity: verdict["isFine"] === true ? "info" : "error",
    message: summary,
    actions: remedies ?? [],
    ...verdict,
  })),
  v.object({
    code: v.picklist(verdictCodes),
    severity: v.picklist(severities),
    isFine: v.boolean(),
    brokenAt: v.nullable(v.picklist(stages)),
    message: v.string(),
    evidence: texts,
    next: v.string(),
    actions: v.pipe(v.array(v.picklist(actions)), v.readonly()),
  } satisfies Record<Exclude<keyof Verdict, "about">, v.GenericSchema>),
);

const healthSchema = v.object({
  /** As the context spells it; empty: the context has none. */
  endpoint: v.string(),
  /** The node that the endpoint was asked to forward to; null: the endpoint itself. */
  node: v.nullable(v.string()),
  dials: v.nullable(v.string()),
  proxy: v.nullable(v.string()),
  address: v.nullable(v.string()),
  protocol: v.nullable(v.string()),
  verdict: verdictSchema,
  /** Of Talos. */
  version: v.nullable(v.string()),
  hostname: v.nullable(v.string()),
  /** Milliseconds of the call alone. */
  latencyMs: v.nullable(v.number()),
  /** The node's clock less ours. */
  clockAheadMs: v.nullable(v.number()),
  /** Milliseconds of each part that was reached. */
  took: v.record(v.string(), v.number()),
  checkedAt: momentSchema,
});

/** How one endpoint was when it was last asked. Nothing secret. The keys are the JSON of `ping --json`. */
export type EndpointHealth = Readonly<v.InferOutput<typeof healthSchema>>;

/** The health of contexts by their names. */
export type HealthByContext = ReadonlyMap<string, readonly EndpointHealth[]>;

/** What is written down, under the names that contexts had then. */
export interface StoredHealth {
  /** RFC 3339. */
  readonly writtenAt: string;
  readonly health: HealthByContext;
}

const storedSchema = v.object({
  writtenAt: momentSchema,
  // By names that people chose: a library's record drops those such as "constructor".
  contexts: v.custom<object>(
    (value) => typeof value === "object" && value !== null,
  ),
});

const nothing: StoredHealth = {
  writtenAt: new Date(0).toISOString(),
  health: new Map(),
};

/** A file that was read as JSON, in which each context is still to be read. */
export interface UnreadHealth {
  readonly writtenAt: string;
  readonly contexts: readonly (readonly [name: string, value: unknown])[];
}

type Known = readonly [name: string, health: readonly EndpointHealth[]];

/** The text of a file as health; what is not understood is left out. */
export function readHealth(text: string): StoredHealth {
  const { writtenAt, contexts } = openHealth(text);
  return storedHealth(writtenAt, contexts.map(readContextHealth));
}

/** The first step: of ten thousand contexts the others take most of a second. */
export function openHealth(text: string): UnreadHealth {
  const parsed = v.safeParse(storedSchema, parseJson(text));
  if (!parsed.success) return { ...nothing, contexts: [] };
  const { writtenAt, contexts } = parsed.output;
  return { writtenAt, contexts: Object.entries(contexts) };
}

/** Null for a context whose health is not understood. */
export function readContextHealth([
  name,
  value,
]: UnreadHealth["contexts"][number]): Known | null {
  const health = v.safeParse(v.array(healthSchema), value);
  return health.success ? [name, health.output] : null;
}

export function storedHealth(
  writtenAt: string,
  known: readonly (Known | null)[],
): StoredHealth {
  const health = new Map(known.filter((one) => one !== null));
  return { writtenAt, health };
}

export function writeHealth(health: HealthByContext, now: Date): string {
  const contexts = Object.fromEntries(health);
  return `${JSON.stringify({ writtenAt: now.toISOString(), contexts })}\n`;
}
