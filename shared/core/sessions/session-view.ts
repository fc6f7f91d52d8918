import type { Warning } from "../warning.ts";
import type { Budget, Lease, SessionKind } from "./lease.ts";

/** A session as `sessions --json` shows it. */
export interface SessionView {
  readonly id: string;
  /** What began it; null: a release that did not say it. */
  readonly kind: SessionKind | null;
  readonly context: string;
  readonly roles: readonly string[];
  readonly credential: Lease["credential"];
  readonly delivery: Lease["delivery"];
  readonly path: string;
  /** The process whose death ends the session. */
  readonly pid: number;
  readonly startedAt: string;
  readonly expiresAt: string;
  readonly state: Lease["state"];
  /** Re-pointed when the current context changes. */
  readonly isFollowing: boolean;
  readonly reason: string | null;
  /** What an agent calls itself whose session it is; null: a person's. */
  readonly agent: string | null;
  /** Of its gateway; null: it has none. */
  readonly endpoint: string | null;
  /** What it cannot do, because a gateway stands before it. */
  readonly walls: readonly string[];
  /** What it may at most; null: nothing bounds it. */
  readonly budget: Budget | null;
}

/** What of a lease is shown: its `path` leads to the talosconfig, and no key is in it. */
export function viewSession(lease: Lease): SessionView {
  const {
    id,
    kind,
    context,
    roles,
    credential,
    delivery,
    path,
    startedAt,
    expiresAt,
    state,
    isFollowing,
    reason,
    agent,
    gateway,
  } = lease;
  const { pid } = lease.watched;
  return {
    id,
    kind: kind ?? null,
    context,
    roles,
    credential,
    delivery,
    path,
    pid,
    startedAt,
    expiresAt,
    state,
    isFollowing,
    reason: reason ?? null,
    agent: agent ?? null,
    endpoint: gateway?.endpoint ?? null,
    walls: gateway?.walls ?? [],
    budget: gateway?.budget ?? null,
  };
}

/** The program that a session is for, as the system says. */
export interface SessionProgram {
  /** As the process wants to be called; nothing is decided by it. */
  readonly name: string;
  /** The terminal that it runs in, as `pts/3`; null: it has none. */
  readonly terminal: string | null;
}

/** What became of the sessions that follow the current context. */
export interface FollowedSessions {
  /** How many have the other context now. */
  readonly repointed: number;
  /** Sessions that stayed, each with the reason as a sentence. */
  readonly stayed: readonly string[];
  /** Sentences for the person about the credentials of those that were switched. */
  readonly warnings: readonly Warning[];
}
