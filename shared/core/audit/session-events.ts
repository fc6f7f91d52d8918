import { readPastSession, type PastSession } from "../sessions/history.ts";
import type { Lease } from "../sessions/lease.ts";
import type { AuditEvent } from "./event.ts";
import type { AuditLine } from "./line.ts";

type Session = Pick<
  Lease,
  "id" | "context" | "roles" | "reason" | "watched" | "credential" | "delivery"
>;

/** What happened to a session, with what it is now. */
export function sessionEvent(
  event: "session.start" | "session.extend" | "session.repoint",
  lease: Lease,
): AuditEvent {
  const { kind, expiresAt, credential, delivery } = lease;
  const detail = { credential, delivery, expiresAt };
  return {
    event,
    ...about(lease),
    detail: kind === undefined ? detail : { kind, ...detail },
  };
}

/** A session is over and nothing of it is left. */
export function sessionEnd(lease: Lease, endedAt: Date): AuditEvent {
  const { startedAt, credential, delivery } = lease;
  return {
    event: "session.end",
    at: endedAt,
    ...about(lease),
    detail: { credential, delivery, startedAt },
  };
}

/** What a session's gateway was asked for, and what becomes of it. */
export function callEvent(
  { id, context, roles }: Pick<Lease, "id" | "context" | "roles">,
  { method, nodes, words, verdict, rule }: GatewayCall,
): AuditEvent {
  const detail = { method, nodes, words, verdict, rule };
  return { event: "call", context, session: id, roles, detail };
}

interface GatewayCall {
  readonly method: string;
  readonly nodes: readonly string[];
  /** What it asks for, in words; empty: it was not read. */
  readonly words: string;
  readonly verdict: string;
  readonly rule: string | null;
}

/** The same of one that is known by its history alone. */
export function endOfPast({
  id,
  endedAt,
  startedAt,
  credential,
  delivery,
  ...rest
}: PastSession): AuditEvent {
  return {
    event: "session.end",
    at: new Date(endedAt),
    session: id,
    ...rest,
    detail: { credential, delivery, startedAt },
  };
}

function about({ id, context, roles, reason, watched }: Session) {
  return {
    context,
    session: id,
    roles,
    ...(reason ? { reason } : {}),
    process: { pid: watched.pid },
  };
}

/** The session whose end a line tells of; null: it tells of something else. */
export function pastSessionOf(line: AuditLine): PastSession | null {
  if (line.event !== "session.end") return null;
  const { session: id, context, roles, reason, time: endedAt, detail } = line;
  return readPastSession({
    id,
    context,
    roles,
    ...detail,
    ...(reason === undefined ? {} : { reason }),
    endedAt,
  });
}
