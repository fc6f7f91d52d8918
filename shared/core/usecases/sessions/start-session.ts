import type { Warning } from "../../warning.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Random } from "../../ports/random.ts";
import type { SessionCredential } from "../../ports/vault-reader.ts";
import type { Secret } from "../../secret.ts";
import type { Lease, SessionFacts, SessionKind } from "../../sessions/lease.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import { sessionDocument } from "../../talosconfig/yaml/emit.ts";

export interface SessionTerms {
  readonly id: string;
  readonly kind: SessionKind;
  /** What is connected may go on after the session's end. */
  readonly keepsRunning?: boolean;
  readonly delivery: Lease["delivery"];
  readonly isFollowing: boolean;
  readonly reason?: string;
  /** Of an agent's session: what it calls itself. */
  readonly agent?: string;
}

export interface PlannedSession {
  readonly facts: SessionFacts;
  readonly document: Secret;
  /** The file in which talosctl keeps the login of an Omni context; null: it logs in with what the document has. */
  readonly loginKeyName: string | null;
  readonly warnings: readonly Warning[];
}

const idBytes = 16;

export function newSessionId(random: Random): string {
  return Array.from(random.bytes(idBytes), (byte) =>
    byte.toString(16).padStart(2, "0"),
  ).join("");
}

/** Writes the document of a session with its credential; nothing exists of it yet. */
export function planSession(
  clock: Clock,
  given: SessionCredential,
  terms: SessionTerms,
): PlannedSession {
  const { name, config, roles, credential, ttlSeconds, warnings } = given;
  const startedAt = clock.now();
  const expiresAt = new Date(startedAt.getTime() + ttlSeconds * 1000);
  const facts: SessionFacts = {
    id: terms.id,
    kind: terms.kind,
    context: name,
    roles: [...roles],
    credential,
    delivery: terms.delivery,
    isFollowing: terms.isFollowing,
    ...(terms.keepsRunning ? { keepsRunning: true } : {}),
    ...(terms.reason ? { reason: terms.reason } : {}),
    ...(terms.agent === undefined ? {} : { agent: terms.agent }),
    startedAt: startedAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  };
  const document = sessionDocument(name, config);
  return {
    facts,
    document,
    loginKeyName: loginKeyName(name, config),
    warnings,
  };
}

/** `<context>-<identity>.pgp` (go-api-signature, pkg/pgp/client/provider.go); null where that is no name of a file. */
export function loginKeyName(
  context: string,
  { auth }: TalosContext,
): string | null {
  const identity = auth?.siderov1?.identity ?? "";
  const name = `${context}-${identity}.pgp`;
  // oxlint-disable-next-line no-control-regex
  return identity === "" || /[/\\\u0000]/.test(name) ? null : name;
}
