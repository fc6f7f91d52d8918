import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { OpenVault } from "../../../shared/core/usecases/vault/open.ts";
import { startAgent } from "../../../shared/node/agent/start-agent.ts";
import { ownProgram } from "../../own-programs.ts";
import type { CliPorts } from "../ports.ts";

/** How long the agent keeps the vault open where nobody says how long. */
export const defaultSeconds = 15 * 60;

/**
 * Starts the agent with a vault that is open here, for so many seconds, which is in the audit log before. `replaces`: it takes
 * the place of one that is there already. Errors: those of the log; `session-failed` when it did not start, or left another
 * one alone.
 */
export async function startAgentWith(
  ports: CliPorts,
  { document, identity, keys }: OpenVault,
  { lifeSeconds, replaces }: { lifeSeconds: number; replaces: boolean },
): Promise<Result<void>> {
  const { openedWith } = keys;
  const recorded = await ports.ledger.record({
    event: "unlock",
    detail: { openedWith, lifeSeconds },
  });
  if (!recorded.ok) return recorded;
  const message = {
    home: ports.home,
    socket: ports.agentSocket(),
    lifeSeconds,
    floor: Math.max(document.generation, keys.token?.floor ?? 0),
    changes: keys.token === null,
    replaces,
  };
  return (await startAgent(ownProgram("agent"), message, identity))
    ? success(undefined)
    : failure(
        vaultError(
          "session-failed",
          "The agent did not start.",
          "talos-vault doctor checks the folders.",
        ),
      );
}
