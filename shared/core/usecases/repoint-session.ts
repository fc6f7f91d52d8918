import type { NextOf, Repointing } from "../ports/session-keeper.ts";
import type { CredentialWish, LentContext } from "../ports/vault-reader.ts";
import { success, type Result } from "../result.ts";
import type { Lease } from "../sessions/lease.ts";
import { sessionDocument } from "../talosconfig/session-document.ts";
import type { VaultDocument } from "../vault/document.ts";
import { lendContext } from "./lend-context.ts";
import type { LendPorts } from "./lend-ports.ts";

/** What a running session gets of a lent context. */
export function repointingOf(lent: LentContext): Repointing {
  const { name, config, roles, credential } = lent;
  const document = sessionDocument(name, config);
  return { context: name, roles, credential, document };
}

/**
 * A running session with another context: what time it has left, the kind of credential that it has, and no other
 * roles. Nobody is there to confirm, so what would be root on production stays where it is. Errors: as for lending.
 */
export async function nextForSession(
  ports: LendPorts,
  document: VaultDocument,
  wanted: string | undefined,
  lease: Lease,
): Promise<Result<Repointing>> {
  const lent = await lendContext(ports, document, wanted, {
    ...wishOf(lease),
    ttlSeconds: secondsLeft(lease, ports.clock.now()),
  });
  return lent.ok ? success(repointingOf(lent.value)) : lent;
}

/** Sessions that follow get the context that is current now. */
export function nextForFollowers(
  ports: LendPorts,
  document: VaultDocument,
): NextOf {
  return (lease) => nextForSession(ports, document, undefined, lease);
}

/** The same credential once more: a stored key stays one, a derived one keeps its roles. */
export function wishOf(lease: Lease): CredentialWish {
  const { id, credential, roles, reason } = lease;
  return {
    session: id,
    ...(credential === "stored" ? { isStored: true } : { roles }),
    ...(reason ? { reason } : {}),
  };
}

function secondsLeft({ expiresAt }: Lease, now: Date): number {
  return Math.max(
    1,
    Math.round((Date.parse(expiresAt) - now.getTime()) / 1000),
  );
}
