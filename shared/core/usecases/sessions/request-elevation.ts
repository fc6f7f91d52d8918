import type { SessionRequest } from "../../policy/request.ts";
import type { SessionFacts } from "../../sessions/lease.ts";

/** A credential of other roles for a running session, after a person was asked about just this. */
export function requestElevation(
  { id, context, agent }: Pick<SessionFacts, "id" | "context" | "agent">,
  roles: readonly string[],
  ttlSeconds: number,
  reason: string,
): SessionRequest {
  return {
    kind: "session",
    session: id,
    wants: { kind: "roles", roles },
    ttlSeconds,
    reason,
    confirmation: context,
    isAgreed: true,
    ...(agent === undefined ? {} : { agent }),
  };
}
