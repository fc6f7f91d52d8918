import type { Command } from "commander";
import { finish, type Cli } from "../../cli.ts";
import { exec } from "./run-exec.ts";
import type { SessionWishes } from "./ready-session.ts";
import { addSessionOptions } from "./session-options.ts";

export function configureExec(command: Command, cli: Cli): void {
  addSessionOptions(command)
    .argument(
      "[context]",
      "its name; - is the previous one; none: pick, or the current one",
    )
    .usage("[options] [context] -- command [arguments...]")
    .action((context: string | undefined, options: SessionWishes) =>
      finish(cli, exec(cli, context, options)),
    );
}
