import type { Command } from "commander";
import type { Result } from "../../shared/core/result.ts";
import { finish, type Cli } from "../cli.ts";
import { holdCommand, nothingToRun } from "../hold-command.ts";
import { readySession } from "../plan-session.ts";
import { addSessionOptions, type SessionOptions } from "../session-options.ts";

export function configureExec(command: Command, cli: Cli): void {
  addSessionOptions(command)
    .argument(
      "[context]",
      "its name; - is the previous one; none: pick, or the current one",
    )
    .usage("[options] [context] -- command [arguments...]")
    .action((context: string | undefined, options: SessionOptions) =>
      finish(cli, exec(cli, context, options)),
    );
}

export async function exec(
  cli: Cli,
  context: string | undefined,
  options: SessionOptions,
): Promise<Result<number>> {
  if (!cli.command?.length) return nothingToRun();
  const session = await readySession(cli, context, options);
  return session.ok ? holdCommand(cli, session.value, cli.command) : session;
}
