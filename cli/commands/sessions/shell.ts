import type { Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import { finish, type Cli } from "../../cli.ts";
import { runInSession } from "./starting/run-in-session.ts";
import { farewell, greet, ownShell } from "./starting/own-shell.ts";
import { prepareSession } from "./starting/prepare-session.ts";
import {
  addAgentOptions,
  addSessionOptions,
  type SessionOptions,
} from "./starting/session-options.ts";

export function configureShell(command: Command, cli: Cli): void {
  addAgentOptions(addSessionOptions(command))
    .argument(
      "[context]",
      "its name; - is the previous one; none: pick, or the current one",
    )
    .action((context: string | undefined, options: SessionOptions) =>
      finish(cli, shell(cli, context, options)),
    );
}

async function shell(
  cli: Cli,
  context: string | undefined,
  options: SessionOptions,
): Promise<Result<number>> {
  const session = await prepareSession(cli, "shell", context, options);
  if (!session.ok) return session;
  const { facts } = session.value;
  greet(cli.terminal, facts, cli.ports.clock.now());
  const ended = await runInSession(cli, session.value, (lease) =>
    success(ownShell(cli.terminal, lease)),
  );
  farewell(cli.terminal, cli.ports.home);
  return ended;
}
