import * as v from "valibot";

/** A process, told from a later one with the same number; units are the system's own. */
const processSchema = v.strictObject({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  startTime: v.string(),
  bootId: v.string(),
});

export const leaseId = /^[0-9a-f]{32}$/;

const leaseSchema = v.strictObject({
  format: v.literal(1),
  id: v.pipe(v.string(), v.regex(leaseId)),
  /** Name of the context. */
  context: v.string(),
  roles: v.array(v.string()),
  /** The context's own key, or one made for this session. */
  credential: v.picklist(["stored", "derived"]),
  delivery: v.picklist(["fd", "file"]),
  /** The session's private folder, `<run root>/<id>`. */
  folder: v.string(),
  /** What TALOSCONFIG says. */
  path: v.string(),
  /** The process that holds the credential. */
  holder: processSchema,
  /** The process whose death ends the session. */
  watched: processSchema,
  /** Re-pointed when the current context changes. */
  isFollowing: v.boolean(),
  /** RFC 3339, UTC. */
  /** Why, in the person's words. */
  reason: v.optional(v.string()),
  startedAt: v.pipe(v.string(), v.isoTimestamp()),
  expiresAt: v.pipe(v.string(), v.isoTimestamp()),
  state: v.picklist(["active", "ended"]),
});

/**
 * The record of a session on disk that lets anyone clean up after a crash. It is written before anything of
 * the session exists and removed last. It holds no key material.
 */
export type Lease = Readonly<v.InferOutput<typeof leaseSchema>>;

/** Everything about a session but the processes and places that hold it. */
export type SessionFacts = Omit<
  Lease,
  "format" | "folder" | "path" | "holder" | "watched" | "state"
>;

export function writeLease(lease: Lease): string {
  return `${JSON.stringify(lease)}\n`;
}

/** Null for anything that is not a lease of ours. */
export function readLease(text: string): Lease | null {
  try {
    const parsed = v.safeParse(leaseSchema, JSON.parse(text));
    return parsed.success ? parsed.output : null;
  } catch {
    return null;
  }
}
