import type { RuleName } from "../guard/decide-call.ts";

export const callVerdicts = [
  /** It goes on, or is over. */
  "forwarded",
  /** It waits for a person. */
  "held",
  /** A person let it pass. */
  "approved",
  /** It was refused: by the guard, or by a person. */
  "denied",
  /** No node could be reached. */
  "unreachable",
  /** The session's end cut it. */
  "ended",
] as const;
export type CallVerdict = (typeof callVerdicts)[number];

/** The program at the other end of a connection to a gateway. */
export interface CallProcess {
  readonly pid: number;
  /** Of the program, absolute; null where the system does not say. */
  readonly path: string | null;
}

/** A call of a session, while it runs and after it. */
export interface CallRecord {
  /** From 1, in the order in which they came. */
  readonly number: number;
  /** RFC 3339, UTC. */
  readonly time: string;
  readonly method: string;
  /** What it asks for, as a sentence without a full stop. */
  readonly words: string;
  readonly nodes: readonly string[];
  /** Which program made it; null where the system does not say, or it was over first. */
  readonly process: CallProcess | null;
  readonly verdict: CallVerdict;
  /** The entry of the guard that decided, as it was typed, or `default`; null: none was needed. */
  readonly rule: RuleName | null;
  /** gRPC's code of the answer; null: there is none yet, or nobody said one. */
  readonly code: number | null;
  /** Why it was refused, in our words; null: it was not. */
  readonly message: string | null;
  /** Since it came; null: it goes on. */
  readonly ms: number | null;
  /** Of its messages, with what frames them. */
  readonly bytesUp: number;
  readonly bytesDown: number;
}

/** The number to ask for news after when these calls are known: calls that still run are asked for again. */
export function askAfter({
  records,
  calls,
}: {
  readonly records: readonly Pick<CallRecord, "number" | "ms">[];
  /** Every call so far. */
  readonly calls: number;
}): number {
  const running = records.find(({ ms }) => ms === null);
  return running ? running.number - 1 : calls;
}
