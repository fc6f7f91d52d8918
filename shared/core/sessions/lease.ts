// Leases, the environment of a session, the syntax of shells, durations.
// Keep: Leases of older releases are read: a field that is new is optional, and no lease holds a key.
import * as v from "valibot";
import { momentSchema } from "../schemas/moment.ts";
import { maxSessionSeconds } from "./duration.ts";

/** A process, told from a later one with the same number; units are the system's own. */
export const processSchema = v.strictObject({
  pid: v.pipe(v.number(), v.integer(), v.minValue(1)),
  startTime: v.string(),
  bootId: v.string(),
});

/** Null for anything else. Our own process numbers alone: nobody is to end init. */
export function readProcess(
  text: string,
): v.InferOutput<typeof processSchema> | null {
  try {
    const parsed = v.safeParse(processSchema, JSON.parse(text));
    return parsed.success && parsed.output.pid > 1 ? parsed.output : null;
  } catch {
    return null;
  }
}

export const leaseId = /^[0-9a-f]{32}$/;

/** What a session was made for: a command, a shell of ours, a shell of somebody's, or whatever the window opens. */
const sessionKinds = ["exec", "shell", "env", "window"] as const;
export type SessionKind = (typeof sessionKinds)[number];

/** How a session gets what it works with. */
export const deliveries = ["fd", "file", "gateway"] as const;

const facts = {
  id: v.pipe(v.string(), v.regex(leaseId)),
  /** Absent in leases of releases that did not say it. */
  kind: v.optional(v.picklist(sessionKinds)),
  /** Name of the context. */
  context: v.string(),
  roles: v.array(v.string()),
  /** The context's own key, or one made for this session. */
  credential: v.picklist(["stored", "derived"]),
  /** Of `gateway` the session has an address and a pair of its own, and never the credential. */
  delivery: v.picklist(deliveries),
  /** Re-pointed when the current context changes. */
  isFollowing: v.boolean(),
  /** What is connected may go on after the session's end. */
  keepsRunning: v.optional(v.boolean()),
  /** Why, in the person's words. */
  reason: v.optional(v.string()),
  /** What an agent calls itself whose session it is: a program that acts by itself. Absent: a person's. */
  agent: v.optional(v.string()),
  /** RFC 3339, UTC, as the next one. */
  startedAt: momentSchema,
  expiresAt: momentSchema,
};

export const factsSchema = v.strictObject(facts);

/** Everything about a session but the processes and places that hold it. */
export type SessionFacts = Readonly<v.InferOutput<typeof factsSchema>>;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const budgetSchema = v.strictObject({
  /** Calls. */
  maxCalls: v.optional(count),
  /** Different nodes. */
  maxNodes: v.optional(count),
  /** Nodes that calls may go to. */
  onlyNodes: v.optional(v.pipe(v.array(v.string()), v.readonly())),
});

/** What a session may at most. */
export type Budget = Readonly<v.InferOutput<typeof budgetSchema>>;

const gatewaySchema = v.strictObject({
  /** Host and port on this machine. */
  endpoint: v.string(),
  /** What the session cannot do, by the names that `sessions --json` shows. */
  walls: v.array(v.string()),
  /** What it may at most, where there is a bound. */
  budget: v.optional(budgetSchema),
});

export const leaseSchema = v.strictObject({
  format: v.literal(1),
  ...facts,
  gateway: v.optional(gatewaySchema),
  /** The session's private folder, `<run folder>/<id>`. */
  folder: v.string(),
  /** What TALOSCONFIG says. */
  path: v.string(),
  /** The process that holds the credential. */
  holder: processSchema,
  /** The process whose death ends the session. */
  watched: processSchema,
  state: v.picklist(["active", "ended"]),
});

/**
 * The record of a session on disk that lets anyone clean up after a crash. It is written before anything of
 * the session exists and removed last. It holds no key material.
 */
export type Lease = Readonly<v.InferOutput<typeof leaseSchema>>;

/** So long after its time a session may still be active: its holder looks once a second. */
const lateMs = 2000;

/** Its time was up a while ago and nobody ended it: the process that holds it is stopped. */
export function isOverdue(lease: Lease, now: Date): boolean {
  return (
    lease.state === "active" &&
    Date.parse(lease.expiresAt) + lateMs < now.getTime()
  );
}

/** May it end at another time, now? In milliseconds. */
export function mayEndAt(lease: Lease, end: number, now: number): boolean {
  // The pair of a gateway is as long as its session was to be.
  if (lease.gateway && end > Date.parse(lease.expiresAt)) return false;
  const last = now + maxSessionSeconds * 1000;
  return lease.state === "active" && end > now && end <= last;
}

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
