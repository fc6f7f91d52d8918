import { vaultError, type VaultError } from "../../shared/core/errors.ts";
import { agentsSessionOf } from "../../shared/node/sessions/leases/agents-session.ts";
import type { LeaseFiles } from "../../shared/node/sessions/leases/lease-files.ts";

/** What an agent may ask of us: about its session, and a person for more. */
const open = new Set(["request", "can-i", "sessions"]);

/**
 * The error of what an agent asks of us in its session, where we do nothing for it that opens the vault or changes anything;
 * null: it may be done. The sentence says what to ask of a person, and nothing that could be typed instead.
 */
export function refuseAgents(
  leases: LeaseFiles,
  verb: string,
): VaultError | null {
  if (open.has(verb)) return null;
  const session = agentsSessionOf(leases, process);
  return (
    session &&
    vaultError(
      "declined",
      `This runs in the session of the agent "${session.agent}", where the command line answers about that session alone.`,
      "Ask the person you work for to do it on a terminal of their own. What this session may do says talos-vault can-i, and talos-vault request asks a person for more.",
    )
  );
}
