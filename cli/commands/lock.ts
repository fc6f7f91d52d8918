import type { Command } from "commander";
import { success, type Result } from "../../shared/core/result.ts";
import { stopAgent } from "../../shared/node/agent/agent-socket.ts";
import { endSession } from "../../shared/node/sessions/end-session.ts";
import { finish, type Cli } from "../cli.ts";

export function configureLock(command: Command, cli: Cli): void {
  command
    .option("--keep-sessions", "let running sessions go on")
    .action((options: { keepSessions?: true }) =>
      finish(cli, lock(cli, options)),
    );
}

async function lock(
  { ports, terminal }: Cli,
  options: { keepSessions?: true },
): Promise<Result<void>> {
  const wasUnlocked = await stopAgent(ports.agentSocket());
  terminal.say(wasUnlocked ? "Locked." : "Nothing was unlocked.");
  ports.sweep();
  const leases = options.keepSessions ? [] : ports.journal.list();
  for (const lease of leases) {
    const ended = await endSession(ports.journal, lease);
    if (!ended.ok) return ended;
  }
  if (leases.length > 0)
    terminal.say(`Ended ${String(leases.length)} sessions.`);
  return success(undefined);
}
