import { Command, type Option } from "commander";
import type { Cli } from "./cli.ts";
import { openReader } from "./open-reader.ts";

/** Verbs whose arguments are names of contexts. */
const takeContexts = new Set([
  "show",
  "use",
  "rename",
  "set",
  "remove",
  "export",
  "exec",
  "shell",
  "env",
]);

/**
 * The words that fit where the cursor is: `words` are those after the program's name, the last one being
 * typed (maybe empty). Never asks a question: what is behind a passphrase completes to nothing.
 */
export async function complete(
  cli: Cli,
  words: readonly string[],
): Promise<readonly string[]> {
  const { verbs } = cli;
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const verb = before.find((word) => word in verbs);
  const candidates =
    verb === undefined
      ? [...Object.keys(verbs), "--help", "--version", "--passphrase-fd"]
      : await candidatesOf(cli, verb, before.at(-1) ?? "", typed);
  return candidates.filter((word) => word.startsWith(typed));
}

async function candidatesOf(
  cli: Cli,
  verb: string,
  previous: string,
  typed: string,
): Promise<readonly string[]> {
  const command = new Command(verb);
  (await cli.verbs[verb]?.load())?.(command, cli);
  const option = command.options.find(
    (one) => one.long === previous || one.short === previous,
  );
  if (option && takesValue(option)) return option.argChoices ?? [];
  if (typed.startsWith("-"))
    return [...command.options.flatMap((one) => one.long ?? []), "--help"];
  const choices = command.registeredArguments.flatMap(
    (argument) => argument.argChoices ?? [],
  );
  if (choices.length > 0) return choices;
  return takeContexts.has(verb) ? contextNames(cli) : [];
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

async function contextNames(cli: Cli): Promise<readonly string[]> {
  cli.ports.silence();
  const reader = await openReader(cli);
  const contexts = reader.ok ? await reader.value.list() : reader;
  return contexts.ok ? contexts.value.map(({ name }) => name) : [];
}
