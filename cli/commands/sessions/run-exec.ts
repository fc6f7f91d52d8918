import type { Result } from "../../../shared/core/result.ts";
import type { Cli } from "../../cli.ts";
import { holdCommand, nothingToRun } from "./hold-command.ts";
import { readySession, type SessionWishes } from "./ready-session.ts";

/** Runs the words after `--` with a session of their own; resolves to the command's exit code. */
export async function exec(
  cli: Cli,
  context: string | undefined,
  wishes: SessionWishes,
): Promise<Result<number>> {
  const { command } = cli;
  if (!command?.length) return nothingToRun();
  const session = await readySession(cli, "exec", context, wishes);
  if (!session.ok) return session;
  const ended = await holdCommand(cli, session.value, () => ({
    command,
    environment: {},
  }));
  // Only a failure is worth the time that the tables take to load.
  if (ended.ok && ended.value !== 0) {
    const { tellNeededRole } = await import("./needed-role.ts");
    tellNeededRole(cli, session.value.facts, command);
  }
  return ended;
}
