import * as v from "valibot";
import { limits } from "../limits.ts";
import { momentSchema } from "../schemas/moment.ts";

const entrySchema = v.strictObject({
  id: v.string(),
  context: v.string(),
  roles: v.array(v.string()),
  credential: v.picklist(["stored", "derived"]),
  delivery: v.picklist(["fd", "file", "gateway"]),
  reason: v.optional(v.string()),
  startedAt: momentSchema,
  endedAt: momentSchema,
});

/** One session that is over. Facts only; never key material. */
export type PastSession = Readonly<v.InferOutput<typeof entrySchema>>;

/** The sessions of a history's text as releases before the audit log wrote it; a torn or foreign line is left out. */
export function readHistory(text: string): readonly PastSession[] {
  return text.split("\n").flatMap((line) => {
    const entry = line === "" ? null : readLine(line);
    return entry ? [entry] : [];
  });
}

/** Newest first. */
export function newestFirst(
  sessions: readonly PastSession[],
): readonly PastSession[] {
  return sessions
    .toReversed()
    .toSorted((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt));
}

function readLine(line: string): PastSession | null {
  if (line.length > limits.recordLine.most) return null;
  try {
    return readPastSession(JSON.parse(line));
  } catch {
    return null;
  }
}

/** Null for what is none. */
export function readPastSession(value: unknown): PastSession | null {
  const parsed = v.safeParse(entrySchema, value);
  return parsed.success ? parsed.output : null;
}
