import { Option, type Command } from "commander";
import { vaultError } from "../../shared/core/errors.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import {
  sessionEnvironment,
  sessionVariables,
} from "../../shared/core/sessions/environment.ts";
import {
  setCode,
  shellNames,
  shellSyntax,
  unsetCode,
} from "../../shared/core/sessions/shell-code.ts";
import { startBackgroundHolder } from "../../shared/node/sessions/background-holder.ts";
import { processIdentity } from "../../shared/node/process-identity.ts";
import { finish, type Cli } from "../cli.ts";
import { readySession, type SessionWishes } from "../ready-session.ts";
import { addSessionOptions } from "../session-options.ts";

interface Options extends SessionWishes {
  shell?: string;
  pid?: string;
  unset?: true;
  json?: true;
}

export function configureEnv(command: Command, cli: Cli): void {
  addSessionOptions(command)
    .argument(
      "[context]",
      "its name; - is the previous one; none: pick, or the current one",
    )
    .addOption(
      new Option("--shell <name>", "whose syntax; else that of $SHELL").choices(
        shellNames,
      ),
    )
    .option(
      "--pid <pid>",
      "the process whose end ends the session; else the one that called us",
    )
    .option("--unset", "print code that takes the variables away")
    .option("--json", "print the variables as JSON")
    .addHelpText(
      "after",
      `
bash, zsh:   eval "$(talos-vault env prod)"
fish:        talos-vault env prod --shell fish | source
PowerShell:  talos-vault env prod --shell pwsh | Out-String | Invoke-Expression
nushell:     talos-vault env prod --json --pid $nu.pid | from json | load-env`,
    )
    .action((context: string | undefined, options: Options) =>
      finish(cli, env(cli, context, options)),
    );
}

async function env(
  cli: Cli,
  context: string | undefined,
  options: Options,
): Promise<Result<void>> {
  const { ports, terminal } = cli;
  const syntax =
    shellSyntax(options.shell ?? process.env["SHELL"] ?? "sh") ?? "sh";
  if (options.unset) {
    terminal.write(unsetCode(sessionVariables, syntax));
    return success(undefined);
  }
  const watched = processIdentity(Number(options.pid ?? process.ppid));
  if (watched === null) return failure(noProcess(options.pid));
  const session = await readySession(cli, context, options);
  if (!session.ok) return session;
  const { facts, runRoot, document } = session.value;
  const message = { home: ports.home, runRoot, facts, watched };
  const lease = await startBackgroundHolder(
    ports.program("holder"),
    message,
    document,
  );
  if (!lease.ok) return lease;
  const environment = sessionEnvironment(lease.value);
  if (options.json) terminal.json(Object.fromEntries(environment));
  else terminal.write(setCode(environment, syntax));
  return success(undefined);
}

function noProcess(pid: string | undefined) {
  return vaultError(
    "usage",
    `There is no process ${pid ?? "that called this one"}.`,
    "Name the shell that the session belongs to: --pid $$",
  );
}
