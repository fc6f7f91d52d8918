import type { Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { Lease } from "../../../shared/core/sessions/lease.ts";
import { endSession } from "../../../shared/node/sessions/leases/end-session.ts";
import { finish, type Cli } from "../../cli.ts";
import { logEnd, logEndForLater } from "../../output/log-end.ts";

export function configureEnd(command: Command, cli: Cli): void {
  command
    .argument("[id...]", "sessions, by the first characters of their ids")
    .option("--all", "every session")
    .action((ids: string[], options: { all?: true }) =>
      finish(cli, end(cli, ids, options)),
    );
}

async function end(
  { ports, terminal }: Cli,
  ids: readonly string[],
  options: { all?: true },
): Promise<Result<void>> {
  if (ids.length === 0 && !options.all)
    return failure(
      vaultError(
        "usage",
        "Which session?",
        "Name its id (talos-vault sessions), or --all.",
      ),
    );
  await ports.sweep();
  const leases = ports.leases.list();
  const chosen = options.all ? success(leases) : choose(leases, ids);
  if (!chosen.ok) return chosen;
  const running = chosen.value.filter(({ state }) => state === "active");
  for (const lease of running) {
    const ended = await endSession(ports.leases, lease);
    if (!ended.ok) return ended;
    terminal.say(`Ended the session with ${lease.context}.`);
  }
  if (running.length === 0)
    terminal.say(
      options.all ? "No session is running." : "That session is over already.",
    );
  const head = running.length === 0 ? null : logEnd(ports.home);
  if (head !== null) terminal.say(logEndForLater(head));
  return success(undefined);
}

function choose(
  leases: readonly Lease[],
  ids: readonly string[],
): Result<readonly Lease[]> {
  const chosen: Lease[] = [];
  for (const id of ids) {
    const [lease, another] = leases.filter((one) => one.id.startsWith(id));
    if (!lease)
      return failure(
        missing(`No running session has an id that begins with "${id}".`),
      );
    if (another)
      return failure(
        missing(`Several sessions have ids that begin with "${id}".`),
      );
    chosen.push(lease);
  }
  return success(chosen);
}

function missing(message: string) {
  return vaultError(
    "session-missing",
    message,
    "talos-vault sessions lists them.",
  );
}
