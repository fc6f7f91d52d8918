import type { Warning } from "../warning.ts";
import type { Budget, Lease } from "./lease.ts";

/** A session as `sessions --json` shows it. */
export interface SessionView {
  readonly id: string;
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

export function viewSession(lease: Lease): SessionView {
  const {
    id,
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

/** What became of the sessions that follow the current context. */
export interface FollowedSessions {
  /** How many have the other context now. */
  readonly repointed: number;
  /** Sessions that stayed, each with the reason as a sentence. */
  readonly stayed: readonly string[];
  /** Sentences for the person about the credentials of those that were switched. */
  readonly warnings: readonly Warning[];
}
