import * as v from "valibot";
import { callVerdicts } from "./call-record.ts";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const recordSchema = v.object({
  number: count,
  time: v.string(),
  method: v.string(),
  words: v.string(),
  nodes: v.pipe(v.array(v.string()), v.readonly()),
  // A holder of an earlier release does not say it.
  process: v.optional(
    v.nullable(v.object({ pid: count, path: v.nullable(v.string()) })),
    null,
  ),
  verdict: v.picklist(callVerdicts),
  rule: v.nullable(v.string()),
  code: v.nullable(v.number()),
  message: v.nullable(v.string()),
  ms: v.nullable(v.number()),
  bytesUp: count,
  bytesDown: count,
});

const callsSchema = v.object({
  /** Every call of the session so far. */
  calls: count,
  /** Those that wait for a person. */
  held: count,
  records: v.pipe(v.array(recordSchema), v.readonly()),
});

/** What a session's holder says of its calls. */
export type SessionCalls = Readonly<v.InferOutput<typeof callsSchema>>;

/** Null for what is no answer of this release. */
export function readCalls(value: unknown): SessionCalls | null {
  const parsed = v.safeParse(callsSchema, value);
  return parsed.success ? parsed.output : null;
}
