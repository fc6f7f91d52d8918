import { lifeText } from "../../../shared/core/moment-text.ts";
import { hasEveryRight } from "../../../shared/core/roles/role.ts";
import type { PlannedSession } from "../../../shared/core/usecases/sessions/start-session.ts";
import { problemText } from "../../words/action-commands.ts";
import type { Cli } from "../../cli.ts";

/**
 * Said where a person looks; a script that reads stderr gets what its command writes and nothing else, but for one thing:
 * that it has every right of the stored key, which nobody asked for.
 */
export function tellSession(
  { terminal }: Cli,
  { facts, warnings }: PlannedSession,
  production: boolean,
): void {
  const isRoot = facts.credential === "stored" && hasEveryRight(facts.roles);
  if (!terminal.isStderrTerminal && !isRoot) return;
  if (production)
    terminal.say(
      terminal.mark("red", `${facts.context} is marked production.`),
    );
  for (const one of warnings)
    terminal.say(terminal.mark("dim", problemText(one)));
}

/** What a shell gets and for how long, for a person: `prod with os:reader, for 1 h, until 00:13`. */
export function sessionText(
  { context, roles, expiresAt }: PlannedSession["facts"],
  now: Date,
): string {
  const rights = roles.length === 0 ? "" : ` with ${roles.join(", ")}`;
  return `${context}${rights}, ${lifeText(new Date(expiresAt), now)}`;
}
