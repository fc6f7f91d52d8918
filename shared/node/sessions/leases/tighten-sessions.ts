import type { GuardRules } from "../../../core/gateway/guard/guard-rules.ts";
import type { Tightened } from "../../../core/ports/running-sessions.ts";
import type { Lease } from "../../../core/sessions/lease.ts";
import { askHolder } from "./end-session.ts";
import type { LeaseFiles } from "./lease-files.ts";

/** Running sessions of a context that have a gateway. */
export function sessionsToTighten(
  leases: LeaseFiles,
  name: string,
): readonly Lease[] {
  return leases
    .list()
    .filter(
      ({ context, delivery, state }) =>
        context === name && delivery === "gateway" && state === "active",
    );
}

/** Has the gateways of a context's running sessions go by more rules, beside those that they go by: a session gets narrower and never wider. */
export async function tightenSessions(
  leases: LeaseFiles,
  name: string,
  rules: GuardRules,
): Promise<Tightened> {
  const running = sessionsToTighten(leases, name);
  const reached = await Promise.all(
    running.map(async (lease) => ({
      id: lease.id,
      isTold: await askHolder(lease, { verb: "tighten", rules }),
    })),
  );
  const idsOf = (wanted: boolean) =>
    reached.flatMap(({ id, isTold }) => (isTold === wanted ? [id] : []));
  return { reached: idsOf(true), notReached: idsOf(false) };
}
