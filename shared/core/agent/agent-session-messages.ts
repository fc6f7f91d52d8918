// How a command line has the agent of `unlock` hold a session: one question, whose connection is the session's life, and
// what it says on it afterwards. What the agent says is in agent-session-news.ts. No key goes through here: the agent makes and holds
// all of the session.
import * as v from "valibot";
import { protocol } from "./protocol.ts";

const text = v.string();
const texts = v.record(text, text);
const spoken = { protocol: v.literal(protocol) };
const processNumber = v.pipe(v.number(), v.integer(), v.minValue(2));

export const holdQuestion = v.strictObject({
  ...spoken,
  verb: v.literal("hold"),
  /** What stands before `--`, the verb first; the command itself is nobody's business. */
  words: v.array(text),
  /** Who asks, as the agent sees processes: null is no name of them. */
  process: processNumber,
  processNamespace: v.nullable(text),
  /** A person is there to answer. */
  isInteractive: v.boolean(),
  /** A person reads stderr. */
  isWatched: v.boolean(),
  /** Talosctl's own variables where it asks. */
  outside: texts,
  network: v.strictObject({ environment: texts, namespace: v.nullable(text) }),
});
export type HoldQuestion = Readonly<v.InferOutput<typeof holdQuestion>>;

const wordSchema = v.variant("verb", [
  v.strictObject({
    ...spoken,
    verb: v.literal("runs"),
    /** The command, which has the session's variables. */
    process: processNumber,
  }),
  /** The command has ended. */
  v.strictObject({ ...spoken, verb: v.literal("over") }),
]);

/** What the command line says after its question. */
export type HoldWord = Readonly<v.InferOutput<typeof wordSchema>>;

export function readHoldWord(value: unknown): HoldWord | null {
  const parsed = v.safeParse(wordSchema, value);
  return parsed.success ? parsed.output : null;
}
