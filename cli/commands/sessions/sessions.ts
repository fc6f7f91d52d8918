import type { Command } from "commander";
import { nearText } from "../../../shared/core/moment-text.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { shortId } from "../../../shared/core/short-id.ts";
import type { Lease } from "../../../shared/core/sessions/lease.ts";
import { viewSession } from "../../../shared/core/sessions/session-view.ts";
import {
  agentsSessionOf,
  sessionsSeen,
} from "../../../shared/node/sessions/leases/agents-session.ts";
import { finish, type Cli } from "../../cli.ts";
import { logEnd, logEndForLater } from "../../output/log-end.ts";
import { callsOf } from "../../../shared/node/sessions/gateway/read-session-calls.ts";
import { showCalls, type CallsOptions } from "./show-calls.ts";
import { table } from "../../output/table.ts";

export function configureSessions(command: Command, cli: Cli): void {
  command
    .argument("[id]", "with --calls: the session, by the first characters")
    .option("--calls", "what was asked through a session's gateway")
    .option("--follow", "with --calls: go on as long as the session")
    .option("--json", "print JSON")
    .action((id: string | undefined, options: Options) =>
      finish(cli, sessions(cli, id, options)),
    );
}

interface Options extends CallsOptions {
  readonly calls?: true;
}

async function sessions(
  cli: Cli,
  id: string | undefined,
  options: Options,
): Promise<Result<void>> {
  const { ports, terminal } = cli;
  await ports.sweep();
  if (options.calls) return showCalls(cli, id, options);
  if (id !== undefined || options.follow) return failure(withCallsAlone());
  const leases = sessionsSeen(ports.leases).toSorted((a, b) =>
    a.startedAt < b.startedAt ? -1 : 1,
  );
  const head = logEnd(ports.home);
  if (options.json)
    terminal.json({ sessions: await withCounts(leases), logEnd: head });
  else if (leases.length === 0) terminal.say("No session is running.");
  else {
    const now = ports.clock.now();
    const header = ["ID", "CONTEXT", "ROLES", "CREDENTIAL", "SHELL", "ENDS"];
    terminal.outLines(
      table(
        terminal,
        header,
        leases.map((lease) => row(lease, now)),
      ),
    );
    // An agent's session has no such verb.
    if (head !== null && agentsSessionOf(ports.leases, process) === null)
      terminal.say(logEndForLater(head));
  }
  return success(undefined);
}

/** How many calls there were and how many wait, as its holder says; null: it has no gateway, or does not answer. */
async function withCounts(
  leases: readonly Lease[],
): Promise<readonly object[]> {
  return Promise.all(
    leases.map(async (lease) => {
      const said = lease.state === "active" ? await callsOf(lease, 0) : null;
      const view = viewSession(lease);
      return { ...view, calls: said?.calls ?? null, held: said?.held ?? null };
    }),
  );
}

/** It is listed as long as something runs that was in it, which finds no credential any more. */
function overText({ kind }: Lease): string {
  return kind === "exec"
    ? "over; its command still runs"
    : "over; its shell is still open";
}

function withCallsAlone() {
  return vaultError(
    "usage",
    "An id and --follow are for --calls.",
    "talos-vault sessions --calls ID shows what was asked through its gateway.",
  );
}

function row(lease: Lease, now: Date): readonly string[] {
  const view = viewSession(lease);
  const { id, context, roles, credential, pid, agent, expiresAt, state } = view;
  return [
    shortId(id),
    context,
    roles.join(","),
    credential === "derived" ? "made for it" : "the stored key",
    agent === null ? String(pid) : `${String(pid)}, agent ${agent}`,
    state === "ended" || Date.parse(expiresAt) <= now.getTime()
      ? overText(lease)
      : nearText(new Date(expiresAt), now),
  ];
}
