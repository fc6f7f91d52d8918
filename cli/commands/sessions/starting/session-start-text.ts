import { lifeText } from "../../../../shared/core/moment-text.ts";
import { hasEveryRight } from "../../../../shared/core/roles/role.ts";
import type { PlannedSession } from "../../../../shared/core/usecases/sessions/start-session.ts";
import { problemText } from "../../../output/action-commands.ts";
import type { Cli } from "../../../cli.ts";

/** A line for the person about their session, with how it looks on a terminal. */
export interface SaidLine {
  readonly style: "red" | "dim";
  readonly text: string;
}

/**
 * Said where a person looks; a script that reads stderr gets what its command writes and nothing else, but for one thing:
 * that it has every right of the stored key, which nobody asked for.
 */
export function tellSession(
  { terminal }: Cli,
  planned: PlannedSession,
  production: boolean,
): void {
  const { isStderrTerminal } = terminal;
  for (const line of sessionLines(planned, production, isStderrTerminal))
    terminal.say(terminal.mark(line.style, line.text));
}

/** What is said of a new session. `isWatched`: a person reads stderr. */
export function sessionLines(
  { facts, warnings }: Pick<PlannedSession, "facts" | "warnings">,
  production: boolean,
  isWatched: boolean,
): readonly SaidLine[] {
  const isRoot = facts.credential === "stored" && hasEveryRight(facts.roles);
  if (!isWatched && !isRoot) return [];
  const marked: SaidLine = {
    style: "red",
    text: `${facts.context} is marked production.`,
  };
  return [
    ...(production ? [marked] : []),
    ...warnings.map((one) => ({
      style: "dim" as const,
      text: problemText(one),
    })),
  ];
}

/** What a shell gets and for how long, for a person: `prod with os:reader, for 1 h, until 00:13`. */
export function sessionText(
  { context, roles, expiresAt }: PlannedSession["facts"],
  now: Date,
): string {
  const rights = roles.length === 0 ? "" : ` with ${roles.join(", ")}`;
  return `${context}${rights}, ${lifeText(new Date(expiresAt), now)}`;
}
