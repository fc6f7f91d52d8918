import * as v from "valibot";
import { limits } from "../limits.ts";

const entrySchema = v.strictObject({
  id: v.string(),
  context: v.string(),
  roles: v.array(v.string()),
  credential: v.picklist(["stored", "derived"]),
  delivery: v.picklist(["fd", "file", "gateway"]),
  reason: v.optional(v.string()),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  endedAt: v.pipe(v.string(), v.isoTimestamp()),
});

/** One session that is over. Facts only; never key material. */
export type PastSession = Readonly<v.InferOutput<typeof entrySchema>>;

/** One line of the history. */
export function writePastSession(entry: PastSession): string {
  return `${JSON.stringify(entry)}\n`;
}

/** The sessions of a history's text, newest first; a torn or foreign line is left out. */
export function readHistory(text: string): readonly PastSession[] {
  return text
    .split("\n")
    .flatMap((line) => {
      const entry = line === "" ? null : readLine(line);
      return entry ? [entry] : [];
    })
    .toReversed()
    .toSorted((a, b) => Date.parse(b.endedAt) - Date.parse(a.endedAt));
}

function readLine(line: string): PastSession | null {
  if (line.length > limits.recordLine.most) return null;
  try {
    const parsed = v.safeParse(entrySchema, JSON.parse(line));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
