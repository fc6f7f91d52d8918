import type { Clock } from "../ports/clock.ts";
import type { CredentialSource } from "../ports/credential-source.ts";
import type { Random } from "../ports/random.ts";
import type { LentContext } from "../ports/vault-reader.ts";
import { success, type Result } from "../result.ts";
import type { Secret } from "../secret.ts";
import type { Lease, SessionFacts } from "../sessions/lease.ts";
import { sessionDocument } from "../talosconfig/session-document.ts";

export interface SessionPorts {
  readonly credentials: CredentialSource;
  readonly clock: Clock;
  readonly random: Random;
}

export interface SessionWish {
  readonly ttlSeconds: number;
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

/** Chooses the credential and writes the document of a session; nothing exists of it yet. */
export function planSession(
  ports: SessionPorts,
): (
  context: LentContext,
  wish: SessionWish,
) => Promise<Result<PlannedSession>> {
  return async (context, wish) => {
    const { credentials, clock, random } = ports;
    const credential = await credentials.obtain(context, wish.ttlSeconds);
    if (!credential.ok) return credential;
    const { kind, config, roles, notices } = credential.value;
    const startedAt = clock.now();
    const facts: SessionFacts = {
      id: hex(random.bytes(idBytes)),
      context: context.name,
      roles: [...roles],
      credential: kind,
      delivery: wish.delivery,
      isFollowing: wish.isFollowing,
      ...(wish.reason ? { reason: wish.reason } : {}),
      startedAt: startedAt.toISOString(),
      expiresAt: new Date(
        startedAt.getTime() + wish.ttlSeconds * 1000,
      ).toISOString(),
    };
    return success({
      facts,
      document: sessionDocument(context.name, config),
      notices,
    });
  };
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join(
    "",
  );
}
