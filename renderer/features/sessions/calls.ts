import {
  askAfter,
  type CallRecord,
  type CallVerdict,
} from "../../../shared/core/gateway/calls/call-record.ts";
import type { SessionCalls } from "../../../shared/core/gateway/calls/read-calls.ts";
import { limits } from "../../../shared/core/limits.ts";
import type { Tone } from "../../ui/badge.tsx";

/** What is known of a session's calls, the newest last; as many as its holder remembers, and those that run. */
export interface KnownCalls {
  readonly records: readonly CallRecord[];
  /** Every call so far. */
  readonly calls: number;
  readonly held: number;
}

export const noCalls: KnownCalls = { records: [], calls: 0, held: 0 };

/** With what the holder says now; the same object where nothing is new. */
export function withNews(
  known: KnownCalls,
  { calls, held, records }: SessionCalls,
): KnownCalls {
  const isSame = records.length === 0 && calls === known.calls;
  if (isSame && held === known.held) return known;
  const after = askAfter(known);
  const before = known.records.filter(({ number }) => number <= after);
  const all = [...before, ...records];
  const over = all.length - limits.gatewayRemembered.most;
  return { calls, held, records: over > 0 ? all.slice(over) : all };
}

const words: Readonly<Record<CallVerdict, string>> = {
  forwarded: "passed",
  held: "waits for a person",
  approved: "allowed",
  denied: "refused",
  unreachable: "no node",
  ended: "cut",
};

const tones: Readonly<Record<CallVerdict, Tone>> = {
  forwarded: "neutral",
  held: "warning",
  approved: "good",
  denied: "danger",
  unreachable: "warning",
  ended: "warning",
};

export function verdictText({
  verdict,
  ms,
}: Pick<CallRecord, "verdict" | "ms">): string {
  return verdict === "forwarded" && ms === null ? "runs" : words[verdict];
}

export function verdictTone({ verdict }: Pick<CallRecord, "verdict">): Tone {
  return tones[verdict];
}
