import { Option, type Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { sessionEnvironment } from "../../../shared/core/sessions/environment.ts";
import {
  outsideVariables,
  sessionVariable,
} from "../../../shared/core/sessions/outside-variables.ts";
import { networkOf } from "../../../shared/node/talos-api/network.ts";
import type { Lease } from "../../../shared/core/sessions/lease.ts";
import {
  failCode,
  leaveCode,
  setCode,
  shellName,
  shellNames,
  shellSyntax,
  type ShellSyntax,
} from "../../../shared/core/sessions/shell-code.ts";
import {
  processIdentity,
  type ProcessIdentity,
} from "../../../shared/node/system/processes/process-identity.ts";
import { startBackgroundHolder } from "../../../shared/node/sessions/start-holder-process.ts";
import { ownProgram } from "../../own-programs.ts";
import {
  callingShell,
  lastingCaller,
  shellOfDirenv,
} from "../../../shared/node/sessions/shells/calling-shell.ts";
import { sessionAround } from "../../../shared/node/sessions/leases/outer-session.ts";
import { endSession } from "../../../shared/node/sessions/leases/end-session.ts";
import { sessionCode } from "../../../shared/node/sessions/shells/session-shell.ts";
import { nameWord } from "../../../shared/core/text/shell-words.ts";
import { finish, type Cli } from "../../cli.ts";
import { evalLine } from "../../output/eval-line.ts";
import { sessionText } from "./starting/session-start-text.ts";
import {
  prepareSession,
  type PreparedSession,
} from "./starting/prepare-session.ts";
import {
  addSessionOptions,
  type SessionOptions,
} from "./starting/session-options.ts";

interface Options extends SessionOptions {
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
      new Option(
        "--shell <name>",
        "the shell whose syntax is printed; else the one that called",
      ).choices(shellNames),
    )
    .option(
      "--pid <pid>",
      "the process whose end ends the session; else the shell that runs the code",
    )
    .option(
      "--unset",
      "end the session and print code that puts the variables back",
    )
    .option("--json", "print the variables as JSON; wants --pid in a shell")
    .addHelpText(
      "after",
      `
bash, zsh:   eval "$(talos-vault env prod)"
fish:        talos-vault env prod | source
PowerShell:  talos-vault env prod --shell pwsh | Out-String | Invoke-Expression
nushell:     talos-vault env prod --json --pid $nu.pid | from json | load-env

The shell is the program that called, else what SHELL says. There is code for
bash, zsh, dash, ksh, fish, PowerShell and nushell; any other is refused.

When it fails it prints code that fails as well: a script with set -e stops there. In scripts
talos-vault exec prod -- ./script is better: nothing runs without a session.`,
    )
    .action((context: string | undefined, options: Options) =>
      finish(cli, env(cli, context, options)),
    );
}

/** What stands on stdout when `env` with these words failed, so that whoever evaluates it fails too. */
export function envFailure(words: readonly string[]): string {
  if (words.includes("--json")) return "";
  const named = words.findIndex((word) => /^--shell(?:=|$)/.test(word));
  const word = named < 0 ? "" : (words[named] ?? "");
  const shell = word.includes("=") ? word.slice(8) : (words[named + 1] ?? "");
  const name = named < 0 ? callingShell(process.env) : shell;
  return failCode(shellSyntax(name) ?? "sh");
}

async function env(
  cli: Cli,
  context: string | undefined,
  options: Options,
): Promise<Result<void>> {
  // Nobody would run the code, and a session would wait for whoever does.
  return cli.terminal.isStdoutTerminal && !options.json
    ? failure(onTerminal(context, options))
    : printCode(cli, context, options);
}

async function printCode(
  cli: Cli,
  context: string | undefined,
  options: Options,
): Promise<Result<void>> {
  const name = options.shell ?? callingShell(process.env);
  const syntax = shellSyntax(name);
  if (syntax === null && !options.json) return failure(unknownShell(name));
  const as = options.json ? "json" : (syntax ?? "sh");
  if (options.unset) return unset(cli, as === "json" ? "sh" : as);
  const owner = ownerOf(options);
  if (!owner.ok) return owner;
  const session = await prepareSession(cli, "env", context, options);
  if (!session.ok) return session;
  const { facts, runFolder, loginKey, document, rules, production } =
    session.value;
  const lease = await startBackgroundHolder(
    ownProgram("holder"),
    {
      home: cli.ports.home,
      runFolder,
      facts,
      watched: owner.value,
      replaces: process.env[sessionVariable] ?? null,
      loginKey,
      ...gatewayOf(rules, production),
    },
    document,
  );
  if (!lease.ok) return lease;
  print(cli, lease.value, owner.value, as);
  tellHowLong(cli, session.value);
  return success(undefined);
}

/** What the holder needs to know to have one. */
function gatewayOf(rules: PreparedSession["rules"], production: boolean) {
  if (rules === null) return {};
  const { environment } = networkOf(process.env);
  const own = { ...environment };
  return {
    gateway: { rules: [...rules], environment: own, production },
  };
}

/** For somebody whose shell takes the code; where the code itself is looked at it would be in the way. */
function tellHowLong(
  { terminal, ports }: Cli,
  { facts, rules }: Pick<PreparedSession, "facts" | "rules">,
) {
  if (!terminal.isStderrTerminal || terminal.isStdoutTerminal) return;
  terminal.say(`This shell has ${sessionText(facts, ports.clock.now())}.`);
  if (rules !== null)
    terminal.say(
      "It has no key: a gateway on this machine passes its calls on, and refuses or holds what it is not to do. talos-vault sessions --calls shows them.",
    );
}

/** Code for a shell that is not known yet has that shell say who it is. */
function print(
  { terminal }: Cli,
  lease: Lease,
  owner: ProcessIdentity | null,
  as: ShellSyntax | "json",
): void {
  const outside = outsideVariables(process.env);
  const environment = sessionEnvironment(lease, outside);
  if (as === "json") terminal.json(Object.fromEntries(environment));
  else {
    const code = owner
      ? setCode(environment, as)
      : sessionCode(lease, as, outside);
    terminal.code(code);
  }
}

/** The process that the session ends with; null: the shell that will run the code. */
function ownerOf({ pid, json }: Options): Result<ProcessIdentity | null> {
  if (pid !== undefined) {
    const named = /^\d+$/.test(pid) ? processIdentity(Number(pid)) : null;
    return named ? success(named) : failure(noProcess(pid));
  }
  if (process.env["DIRENV_IN_ENVRC"] !== undefined) {
    const shell = shellOfDirenv();
    return shell ? success(shell) : failure(noLastingCaller());
  }
  if (!json) return success(null);
  const caller = lastingCaller();
  return caller ? success(caller) : failure(noLastingCaller());
}

/** Ends the session that this shell is in, if it lives, and gives the code that leaves it; into the one around it, where there is one. */
async function unset(
  { ports, terminal }: Cli,
  syntax: ShellSyntax,
): Promise<Result<void>> {
  const id = process.env[sessionVariable] ?? "";
  const lease = ports.leases.read(id);
  if (lease?.state === "active") {
    const ended = await endSession(ports.leases, lease);
    if (!ended.ok) return ended;
  }
  const around = id === "" ? null : sessionAround(ports.leases, id);
  const code = around
    ? setCode(sessionEnvironment(around, outsideVariables(process.env)), syntax)
    : leaveCode(process.env, syntax);
  terminal.code(code);
  return success(undefined);
}

function onTerminal(context: string | undefined, { unset: isLeft }: Options) {
  const name = context === undefined ? "" : nameWord(context);
  const line = evalLine(isLeft ? "--unset" : name);
  return vaultError(
    "usage",
    "env prints code for a shell to run, and on a terminal nobody runs it. Nothing was done.",
    line === null
      ? "Have your shell run it, as talos-vault env --help says; or open one with talos-vault shell."
      : `Have your shell run it, with the same words: ${line}. Or open one with talos-vault shell.`,
  );
}

function noProcess(pid: string) {
  return vaultError(
    "usage",
    `There is no process ${pid}.`,
    "Name the shell that the session belongs to: --pid $$",
  );
}

function noLastingCaller() {
  return vaultError(
    "usage",
    "The process that called this command ends with it, and so would the session.",
    "Name the shell that the session belongs to: --pid $$",
  );
}

function unknownShell(name: string) {
  return vaultError(
    "unsupported",
    `There is no code for the shell "${shellName(name)}".`,
    `There is for ${shellNames.join(", ")}: name one whose code it understands with --shell, take the variables with --json --pid, or run one command: talos-vault exec CONTEXT -- COMMAND`,
  );
}
