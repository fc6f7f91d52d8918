// Sessions from a terminal: `exec`, `shell`, `env`, and those that run.
// Keep: `exec` is on the fast path (exec-fast-path.ts): what it does not need is not loaded. No key is in an
// argument or a variable.
import type { Command } from "commander";
import { finish, type Cli } from "../../cli.ts";
import { exec } from "./run-exec.ts";
import {
  addAgentOptions,
  addSessionOptions,
  type SessionOptions,
} from "./session-options.ts";

export function configureExec(command: Command, cli: Cli): void {
  addAgentOptions(addSessionOptions(command))
    .argument(
      "[context]",
      "its name; - is the previous one; none: pick, or the current one",
    )
    .usage("[options] [context] -- command [arguments...]")
    .action((context: string | undefined, options: SessionOptions) =>
      finish(cli, exec(cli, context, options)),
    );
}
