import type { ContinuationRequest } from "../../policy/request.ts";
import type { NextOf, Repointing } from "../../ports/running-sessions.ts";
import type { SessionCredential } from "../../ports/vault-reader.ts";
import { success, type Result } from "../../result.ts";
import type { Lease } from "../../sessions/lease.ts";
import { sessionDocument } from "../../talosconfig/yaml/emit.ts";
import type { VaultDocument } from "../../vault/document.ts";
import type { IssuingPorts } from "../issuing/issuing-ports.ts";
import { issueSessionCredential } from "./credential-for-session.ts";

/**
 * More time for a running session, in seconds from now: one that has a derived credential gets the same made again, or
 * is refused and stays as it is. Null: it has its stored key already, and keeps it. Errors: as for issuing a session's
 * credential.
 */
export async function extendSession(
  ports: IssuingPorts,
  document: VaultDocument,
  lease: Lease,
  ttlSeconds: number,
  { by, isAgreed }: Pick<ContinuationRequest, "by" | "isAgreed"> = {},
): Promise<Result<Repointing | null>> {
  const made = await issueSessionCredential(ports, document, lease.context, {
    kind: "extend",
    holds: lease,
    ttlSeconds,
    ...(by ? { by } : {}),
    ...(isAgreed ? { isAgreed } : {}),
  });
  if (!made.ok) return made;
  const isKept = made.value.credential === "stored";
  return success(isKept ? null : repointingOf(made.value));
}

/**
 * Another context for a running session, for the time that it has left: with the kind of credential that it has and no
 * more rights, or it is refused and stays where it is. `repoint`: somebody chose it; `follow`: it became the current one.
 */
export async function moveSession(
  kind: "repoint" | "follow",
  ports: IssuingPorts,
  document: VaultDocument,
  wanted: string | undefined,
  lease: Lease,
): Promise<Result<Repointing>> {
  const made = await issueSessionCredential(ports, document, wanted, {
    kind,
    holds: lease,
    ttlSeconds: secondsLeft(lease, ports.clock.now()),
  });
  return made.ok ? success(repointingOf(made.value)) : made;
}

/** Sessions that follow get the context that is current now. */
export function nextForFollowers(
  ports: IssuingPorts,
  document: VaultDocument,
): NextOf {
  return (lease) => moveSession("follow", ports, document, undefined, lease);
}

function repointingOf(made: SessionCredential): Repointing {
  const { name, config, roles, credential, warnings } = made;
  const document = sessionDocument(name, config);
  return { context: name, roles, credential, document, warnings };
}

function secondsLeft({ expiresAt }: Lease, now: Date): number {
  return Math.max(
    1,
    Math.round((Date.parse(expiresAt) - now.getTime()) / 1000),
  );
}
