import type { EndpointHealth } from "../../../shared/core/diagnosis/stored-health.ts";
import { nearText } from "../../../shared/core/moment-text.ts";

/** What is known of a context's endpoints, in a word and in a sentence. */
export interface HealthMark {
  readonly state: "fine" | "broken" | "unknown";
  readonly text: string;
}

const minuteMs = 60_000;

/** The same list for all who were never asked, so that their rows stay as they are. */
export const notAsked: readonly EndpointHealth[] = [];

/** How the endpoints that a context has today were when they were last asked. */
export function healthMark(
  endpoints: readonly string[],
  health: readonly EndpointHealth[],
  now: number,
): HealthMark {
  const known = ownHealth(endpoints, health);
  const [first] = known;
  if (!first) return { state: "unknown", text: "Not checked" };
  const bad = known.filter(({ verdict }) => !verdict.isFine);
  const age = checkedText(oldest(known), now);
  const [worst] = bad;
  if (!worst) return { state: "fine", text: `Reachable, ${age}` };
  const count = `${String(bad.length)} of ${String(known.length)} endpoints fail`;
  return {
    state: "broken",
    text: `Fails, ${age}: ${known.length === 1 ? worst.verdict.message : count}`,
  };
}

/** What was said of endpoints that the context does not have any more is nobody's health. */
export function ownHealth(
  endpoints: readonly string[],
  health: readonly EndpointHealth[],
): readonly EndpointHealth[] {
  const own = new Set(endpoints.length > 0 ? endpoints : [""]);
  return health.filter(
    ({ endpoint, node }) => node === null && own.has(endpoint),
  );
}

function oldest(known: readonly EndpointHealth[]): string {
  return known.map(({ checkedAt }) => checkedAt).toSorted()[0] ?? "";
}

/** "checked 3 min ago"; a page's clock may be a minute late. */
export function checkedText(checkedAt: string, now: number): string {
  const at = Date.parse(checkedAt);
  if (now - at < minuteMs) return "checked just now";
  return `checked ${nearText(new Date(at), new Date(now))}`;
}

/** From here on a clock's difference is worth a word. */
const clockNoiseMs = 2000;

/** What a node said of itself, in the order in which people ask. */
export function nodeFacts({
  version,
  hostname,
  latencyMs,
  clockAheadMs,
}: EndpointHealth): readonly string[] {
  return [
    ...(version ? [`Talos ${version}`] : []),
    ...(hostname ? [hostname] : []),
    ...(latencyMs === null ? [] : [`${String(latencyMs)} ms`]),
    ...(clockAheadMs === null ? [] : [clockText(clockAheadMs)]),
  ];
}

function clockText(aheadMs: number): string {
  if (Math.abs(aheadMs) < clockNoiseMs) return "same clock";
  const seconds = Math.round(Math.abs(aheadMs) / 1000);
  return `clock ${String(seconds)} s ${aheadMs > 0 ? "ahead" : "behind"}`;
}
