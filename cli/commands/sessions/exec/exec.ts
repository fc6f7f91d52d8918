// Sessions from a terminal: `exec`, `shell`, `env`, and those that run.
// Keep: `exec` is on the fast path (exec-fast-path.ts): what it does not need is not loaded. No key is in an
// argument or a variable.
import { InvalidArgumentError, type Command } from "commander";
import { finish, type Cli } from "../../../cli.ts";
import { addFilterOptions } from "../../../command-line/filter-options.ts";
import type { ContextFilter } from "../../../../shared/core/vault/filter-contexts.ts";
import { vaultError } from "../../../../shared/core/errors.ts";
import { failure, type Result } from "../../../../shared/core/result.ts";
import { exec } from "./run-exec.ts";
import {
  addAgentOptions,
  addSessionOptions,
  type SessionOptions,
} from "../starting/session-options.ts";

/** Commands at once, where nobody says. */
const usualParallel = 4;
/** Each holds a session and two pipes; what is behind them is a laptop. */
const mostParallel = 64;

interface Options extends SessionOptions, Omit<ContextFilter, "role"> {
  readonly each?: true;
  readonly parallel?: number;
  readonly outputDir?: string;
  readonly json?: true;
}

export function configureExec(command: Command, cli: Cli): void {
  addAgentOptions(addSessionOptions(command))
    .argument(
      "[context...]",
      "its name; - is the previous one; none: pick, or the current one. With --each names and patterns; * matches any text",
    )
    .option(
      "--as-user <name>",
      "with --agent: run it as another user of this machine, by runuser or sudo",
    )
    .usage("[options] [context...] -- command [arguments...]")
    .option(
      "--each",
      "run the command once with each of the contexts, in a session of its own",
    )
    .option(
      "--parallel <n>",
      `with --each: so many at once (default: ${String(usualParallel)})`,
      parseParallel,
    )
    .option(
      "--output-dir <folder>",
      "with --each: what they print goes to two files for each context, as it is",
    )
    .option(
      "--json",
      "with --each: print the exit codes as JSON; what the commands print goes to stderr",
    );
  addFilterOptions(command)
    .addHelpText(
      "after",
      `
--each prints each line behind its context's name, and at the end, on stderr, a table of exit codes. The commands get no
input. What has to be agreed to is asked once, about all contexts, before the first command begins. Ctrl-C ends all. Exit
code 1 when one of them fails or gets no session.`,
    )
    .action((words: readonly string[], options: Options) => {
      // As the parser says it of one context more: what is behind it is a command, and the dashes are missing.
      if (words.length > 1 && cli.command === null && !options.each)
        command.error("error: too many arguments for 'exec'.", {
          code: "commander.excessArguments",
        });
      return finish(cli, start(cli, words, options));
    });
}

async function start(
  cli: Cli,
  words: readonly string[],
  options: Options,
): Promise<Result<number>> {
  const { each, parallel, outputDir, json, ...rest } = options;
  const { cluster, label, production, ...session } = rest;
  const filter = given({ cluster, label, production });
  if (!each) {
    const wanted = { ...filter, parallel, outputDir, json };
    const isPlain = Object.values(wanted).every((one) => one === undefined);
    return words.length <= 1 && isPlain
      ? exec(cli, words[0], session)
      : failure(onlyWithEach());
  }
  const { agent, ask, asUser } = session;
  const isAgents = (agent ?? ask ?? asUser) !== undefined;
  if (session.follow || isAgents)
    return failure(isAgents ? oneForAgents() : noFollowing());
  const { execEach } = await import("../each/exec-each.ts");
  return execEach(cli, words, {
    ...session,
    filter,
    parallel: parallel ?? usualParallel,
    ...given({ outputDir, json }),
  });
}

/** Without the options that nobody gave. */
function given<Some extends object>(
  options: Some,
): { [Name in keyof Some]?: NonNullable<Some[Name]> } {
  const entries = Object.entries(options);
  return Object.fromEntries(
    entries.filter(([, value]) => value !== undefined),
  ) as { [Name in keyof Some]?: NonNullable<Some[Name]> };
}

function parseParallel(text: string): number {
  const count = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (count >= 1 && count <= mostParallel) return count;
  throw new InvalidArgumentError(`It is 1 to ${String(mostParallel)}.`);
}

function noFollowing() {
  return vaultError(
    "usage",
    "--each says which contexts are meant, and a session that follows would go to another.",
    "Leave out --follow.",
  );
}

function oneForAgents() {
  return vaultError(
    "usage",
    "An agent works with one context: what it is asked about is about one cluster.",
    "Leave out --each, or --agent and --ask.",
  );
}

function onlyWithEach() {
  return vaultError(
    "usage",
    "Several contexts, and what is said of several, go with --each.",
    "Add --each, or name one context.",
  );
}
