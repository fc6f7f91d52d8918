import type { GuardRules } from "../../../core/gateway/guard/guard-rules.ts";
import type {
  GuardedSession,
  VaultOnlooker,
} from "../../../core/ports/vault-onlooker.ts";
import type { Lease } from "../../../core/sessions/lease.ts";
import { askHolderFor, isStopped } from "./end-session.ts";
import type { LeaseFiles } from "./lease-files.ts";

/** Whoever only opens a vault does not wait for one that has much to do. */
const shortMs = 500;

/** A running session that goes by rules for its calls. */
function isGuarded({ delivery, state }: Lease): boolean {
  return delivery === "gateway" && state === "active";
}

/**
 * Has the gateways of running sessions go by the guards of their contexts, beside those that they go by: a session gets narrower and
 * never wider. What this process told a session already is not told again.
 */
export function sessionTightener(leases: LeaseFiles): VaultOnlooker["tighten"] {
  const known = new Map<string, string>();
  return async (guardOf, patience) => {
    const asked = leases.list().flatMap((lease) => {
      const rules = isGuarded(lease) ? guardOf(lease.context) : null;
      return rules === null ? [] : [{ lease, rules, text: JSON.stringify(rules) }]; // prettier-ignore
    });
    return Promise.all(
      asked.map(async ({ lease, rules, text }): Promise<GuardedSession> => {
        const { id, context } = lease;
        const isKnown = known.get(id) === text;
        const outcome = isKnown ? "known" : await tell(lease, rules, patience);
        if (outcome !== "silent") known.set(id, text);
        return { id, context, outcome };
      }),
    );
  };
}

async function tell(
  lease: Lease,
  rules: GuardRules,
  patience: "long" | "short",
): Promise<GuardedSession["outcome"]> {
  if (patience === "short" && isStopped(lease)) return "silent";
  const within = patience === "short" ? shortMs : undefined;
  const reply = await askHolderFor(lease, { verb: "tighten", rules }, within);
  if (reply?.["ok"] !== true) return "silent";
  return reply["isNew"] === true ? "new" : "known";
}
