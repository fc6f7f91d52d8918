import type { Command } from "commander";
import { relativeTime } from "../../../shared/core/certificates/relative-time.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import {
  viewSession,
  type SessionView,
} from "../../../shared/core/sessions/session-view.ts";
import { finish, type Cli } from "../../cli.ts";
import { table } from "../../words/table.ts";

export function configureSessions(command: Command, cli: Cli): void {
  command
    .option("--json", "print JSON")
    .action((options: { json?: true }) => finish(cli, sessions(cli, options)));
}

async function sessions(
  { ports, terminal }: Cli,
  options: { json?: true },
): Promise<Result<void>> {
  ports.sweep();
  const views = ports.journal
    .list()
    .map(viewSession)
    .toSorted((a, b) => (a.startedAt < b.startedAt ? -1 : 1));
  if (options.json) terminal.json({ sessions: views });
  else if (views.length === 0) terminal.say("No session is running.");
  else {
    const now = ports.clock.now();
    const header = ["ID", "CONTEXT", "ROLES", "CREDENTIAL", "SHELL", "ENDS"];
    terminal.outLines(
      table(
        terminal,
        header,
        views.map((view) => row(view, now)),
      ),
    );
  }
  return success(undefined);
}

const idShown = 8;

function row(view: SessionView, now: Date): readonly string[] {
  const { id, context, roles, credential, pid, expiresAt, state } = view;
  return [
    id.slice(0, idShown),
    context,
    roles.join(","),
    credential === "derived" ? "made for it" : "the stored key",
    String(pid),
    state === "ended" || Date.parse(expiresAt) <= now.getTime()
      ? "over"
      : relativeTime(new Date(expiresAt), now),
  ];
}
