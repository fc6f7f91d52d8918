import type { Command } from "commander";
import type { Result } from "../../../shared/core/result.ts";
import { finish, type Cli } from "../../cli.ts";
import { outsideVariables } from "../../../shared/core/sessions/outside-variables.ts";
import { shellWithSession } from "../../../shared/node/sessions/start-files.ts";
import { runInSession } from "./run-in-session.ts";
import {
  prepareSession,
  type PreparedSession,
  type SessionOptions,
} from "./prepare-session.ts";
import { addSessionOptions } from "./session-options.ts";
import { sessionText } from "./tell-session.ts";

export function configureShell(command: Command, cli: Cli): void {
  addSessionOptions(command)
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
  greet(cli, session.value);
  const program = ownShell();
  return runInSession(cli, session.value, (lease) => {
    const outside = outsideVariables(process.env);
    const started = shellWithSession(lease, program, process.env, outside);
    if (!started.isSure)
      cli.terminal.say(
        `Talos Vault does not know the start files of ${program}: if one of them sets TALOSCONFIG, talosctl uses that. echo $TALOSCONFIG shows it.`,
      );
    return started;
  });
}

/** The person's own shell. */
function ownShell(): string {
  if (process.platform === "win32") return process.env["COMSPEC"] ?? "cmd.exe";
  return process.env["SHELL"] ?? "/bin/sh";
}

function greet({ terminal, ports }: Cli, { facts }: PreparedSession): void {
  if (!terminal.isStderrTerminal) return;
  const what = sessionText(facts, ports.clock.now());
  terminal.say(`A shell for ${what}. exit ends it.`);
}
