import type { Clock } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";
import type { LentContext } from "../ports/vault-reader.ts";
import type { Secret } from "../secret.ts";
import type { Lease, SessionFacts } from "../sessions/lease.ts";
import { sessionDocument } from "../talosconfig/session-document.ts";

export interface SessionWish {
  readonly id: string;
  readonly delivery: Lease["delivery"];
  readonly isFollowing: boolean;
  readonly reason?: string;
}

export interface PlannedSession {
  readonly facts: SessionFacts;
  readonly document: Secret;
  readonly notices: readonly string[];
}

const idBytes = 16;

export function newSessionId(random: Random): string {
  return Array.from(random.bytes(idBytes), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Writes the document of a session with a lent credential; nothing exists of it yet. */
export function planSession(
  clock: Clock,
  lent: LentContext,
  wish: SessionWish,
): PlannedSession {
  const { name, config, roles, credential, ttlSeconds, notices } = lent;
  const startedAt = clock.now();
  const expiresAt = new Date(startedAt.getTime() + ttlSeconds * 1000);
  const facts: SessionFacts = {
    id: wish.id,
    context: name,
    roles: [...roles],
    credential,
    delivery: wish.delivery,
    isFollowing: wish.isFollowing,
    ...(wish.reason ? { reason: wish.reason } : {}),
    startedAt: startedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
  return { facts, document: sessionDocument(name, config), notices };
}
