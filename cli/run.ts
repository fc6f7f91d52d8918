import { CommanderError, type Command } from "commander";
import { writeSync } from "node:fs";
import { constants } from "node:os";
import type { VaultError } from "../shared/core/errors.ts";
import { failure } from "../shared/core/result.ts";
import { unusableEnvironment } from "../shared/node/vault/vault-location.ts";
import { finish, type Cli, type Verb } from "./cli.ts";
import { exitCodes } from "./exit-codes.ts";
import { CliPorts } from "./ports/ports.ts";
import { refuseAgents } from "./command-line/refuse-agents.ts";
import { reportBug } from "./report-bug.ts";
import { splitAtDashes } from "./command-line/split-at-dashes.ts";
import { Terminal } from "./terminal.ts";
import { resolveAliases } from "./command-line/verb-aliases.ts";
import { refuseSwitchValue } from "./command-line/switch-values.ts";
import { commandIn, usageError } from "./command-line/usage-error.ts";
import { helpLines } from "./output/help-lines.ts";
import { addVerbs, bareProgram } from "./commander-program.ts";
import { verbs } from "./verb-registry/verb-registry.ts";

/** Runs the command line: what was given without the program's name. Sets the exit code; never throws. */
export async function run(given: readonly string[]): Promise<void> {
  const terminal = new Terminal();
  const args = resolveAliases(given, verbs);
  const [words, command] = splitAtDashes(args);
  let instead = "";
  const program = bareProgram().configureOutput({
    // What commander says of an error we say ourselves; the help of a group without its verb is kept.
    writeErr: (text) => {
      instead += text;
    },
    writeOut: (text) =>
      terminal.outLines(helpLines(text, terminal.helpColumns)),
  });
  const ports = new CliPorts(
    terminal,
    () => program.opts<{ passphraseFd?: number }>().passphraseFd,
  );
  const asked = askedVerb(words);
  const takesCommand = verbs[asked]?.takesCommand ?? false;
  const cli = {
    terminal,
    ports,
    verbs,
    command: takesCommand ? command : null,
  };
  // No verb pays for another. Behind other words it may be none, and the help of all is printed.
  const isAlone = asked !== "" && words[0] === asked;
  const names = isAlone ? [asked] : Object.keys(verbs);
  await addVerbs(program, cli, (name) => name === asked, names);
  const typed = takesCommand ? words : [...args];
  const failWhenStopped = stopCode(terminal, verbs[asked], words);
  try {
    if (words.length === 0) program.help({ error: false });
    const named = { program, words: typed, verb: asked };
    const refused = refusalOf(ports, named);
    if (refused) await refuse(cli, program, words, refused);
    else {
      // Every verb that sees a session whose time is up, or whose holder is gone, ends it.
      await ports.sweep();
      await program.parseAsync(typed, { from: "user" });
    }
  } catch (error) {
    if (error instanceof CommanderError)
      reportUsage(terminal, error, instead, {
        program,
        verbs: Object.keys(verbs),
        words,
        verb: asked,
        hasDashes: command !== null,
      });
    else reportBug(terminal, error);
  }
  await failWhenStopped();
}

/** Why a line is not run at all; null: it is. */
function refusalOf(
  { leases }: Pick<CliPorts, "leases">,
  named: Parameters<typeof commandIn>[0],
): VaultError | null {
  return (
    unusableEnvironment(process.env, process.platform) ??
    refuseAgents(leases, named.verb) ??
    refuseSwitchValue(commandIn(named), named.words)
  );
}

/** Says why nothing runs here; help is printed all the same. */
async function refuse(
  cli: Cli,
  program: Command,
  words: readonly string[],
  why: VaultError,
): Promise<void> {
  const help = wordsOfHelp(words);
  if (help) await program.parseAsync(help, { from: "user" });
  else await finish(cli, Promise.resolve(failure(why)));
}

/**
 * The words that ask for the same help, or the version, and can do nothing else; null: none is asked for. Options are left out:
 * one that takes a value takes the word for help as that, and the verb would run.
 */
function wordsOfHelp(words: readonly string[]): readonly string[] | null {
  const help = words.find((word) => /^(?:-h|--help|-V|--version)$/.test(word));
  if (help === undefined) return null;
  const firstOption = words.findIndex((word) => word.startsWith("-"));
  return [...words.slice(0, firstOption), help];
}

/**
 * For a verb whose output a shell evaluates: what it prints when it fails, however it does. Nothing printed would be a
 * success to that shell, which then goes on with what it had before.
 */
function stopCode(
  terminal: Terminal,
  verb: Verb | undefined,
  words: readonly string[],
): () => Promise<void> {
  if (!verb?.failure) return async () => undefined;
  const code = verb.failure(words);
  const signals = ["SIGTERM", "SIGINT", "SIGHUP"] as const;
  const stop = (signal: NodeJS.Signals): void => {
    void code.then((text) => {
      writeSync(1, text);
      process.exit(128 + constants.signals[signal]);
    });
  };
  for (const signal of signals) process.once(signal, stop);
  return async () => {
    for (const signal of signals) process.off(signal, stop);
    if (process.exitCode && !terminal.isStdoutTerminal)
      terminal.code(await code);
  };
}

/** Empty: none is named. */
function askedVerb(words: readonly string[]): string {
  const named = words.find(
    (word, index) => word in verbs && words[index - 1] !== "--passphrase-fd",
  );
  return named ?? "";
}

function reportUsage(
  terminal: Terminal,
  error: CommanderError,
  help: string,
  typed: Parameters<typeof usageError>[1],
): void {
  if (error.exitCode === 0) return;
  process.exitCode = exitCodes.usage;
  if (error.code === "commander.help") {
    terminal.sayLines(helpLines(help.trimEnd(), terminal.helpColumns));
    return;
  }
  terminal.fail(usageError(error, typed));
}
