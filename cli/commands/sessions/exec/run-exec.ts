import { success, type Result } from "../../../../shared/core/result.ts";
import type { Cli } from "../../../cli.ts";
import { runInSession, nothingToRun } from "../starting/run-in-session.ts";
import { prepareSession } from "../starting/prepare-session.ts";
import type { SessionOptions } from "../starting/session-options.ts";

/** Runs the words after `--` with a session of their own; resolves to the command's exit code. */
export async function exec(
  cli: Cli,
  context: string | undefined,
  options: SessionOptions,
): Promise<Result<number>> {
  const { command } = cli;
  if (!command?.length) return nothingToRun();
  if (options.asUser !== undefined) {
    const { execAsUser } = await import("./exec-as-user.ts");
    return execAsUser(cli, context, options, options.asUser, command);
  }
  const session = await prepareSession(cli, "exec", context, options);
  if (!session.ok) return session;
  const ended = await runInSession(cli, session.value, () =>
    success({ command, environment: {} }),
  );
  const { facts, rules } = session.value;
  // Only a failure is worth the time that the tables take to load; an agent is told of no way around its session.
  if (ended.ok && ended.value !== 0 && facts.agent === undefined) {
    const { tellNeededRole } = await import("./needed-role.ts");
    tellNeededRole(cli, { ...facts, rules }, command);
  }
  return ended;
}
