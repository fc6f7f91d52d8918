import type { OpenVault } from "../../shared/core/usecases/vault/open.ts";
import { startAgent } from "../../shared/node/agent/start-agent.ts";
import { ownProgram } from "../own-programs.ts";
import type { CliPorts } from "./ports.ts";

/** How long the agent keeps the vault open where nobody says how long. */
export const defaultSeconds = 15 * 60;

/**
 * Starts the agent with a vault that is open here, for so many seconds. `replaces`: it takes the place of one that is there
 * already. False when it did not start, or left another one alone.
 */
export function startAgentWith(
  ports: CliPorts,
  { document, identity, keys }: OpenVault,
  { lifeSeconds, replaces }: { lifeSeconds: number; replaces: boolean },
): Promise<boolean> {
  const message = {
    home: ports.home,
    socket: ports.agentSocket(),
    lifeSeconds,
    floor: Math.max(document.generation, keys.token?.floor ?? 0),
    changes: keys.token === null,
    replaces,
  };
  return startAgent(ownProgram("agent"), message, identity);
}
