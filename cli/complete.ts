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
  "can-i",
  "issue",
  "inspect",
  "ping",
  "renew",
  "rotation",
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
  if (verb === "role-for") return accessWords(after(before, verb), typed);
  if (verb === "can-i" && before.at(-1) !== verb)
    return accessWords(after(before, verb).slice(1), typed);
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
  if (option?.long === "--nodes" && takesValue(option))
    return nodeLists(cli, typed);
  if (option && takesValue(option)) return option.argChoices ?? [];
  if (typed.startsWith("-"))
    return [...command.options.flatMap((one) => one.long ?? []), "--help"];
  const choices = command.registeredArguments.flatMap(
    (argument) => argument.argChoices ?? [],
  );
  if (choices.length > 0) return choices;
  return takeContexts.has(verb) ? contextNames(cli) : [];
}

/** The words behind a verb. */
function after(words: readonly string[], verb: string): readonly string[] {
  return words.slice(words.indexOf(verb) + 1);
}

/** The next word of a command of talosctl, and names of methods. */
async function accessWords(
  before: readonly string[],
  typed: string,
): Promise<readonly string[]> {
  const [{ talosctlCommands }, { methodRules }] = await Promise.all([
    import("../shared/core/roles/commands.ts"),
    import("../shared/core/roles/methods.ts"),
  ]);
  const said = before.filter((word) => word !== "talosctl" && word !== "--");
  const next = talosctlCommands
    .map(({ command }) => command.split(" "))
    .filter((words) => said.every((word, index) => words[index] === word))
    .flatMap((words) => words[said.length] ?? [])
    .filter((word) => /^[a-z]/.test(word));
  const methods =
    said.length === 0
      ? methodRules.map(({ method }) => method.split("/")[2] ?? "")
      : [];
  const start = said.length === 0 && before.length === 0 ? ["talosctl"] : [];
  return [...new Set([...start, ...next, ...methods])].filter((word) =>
    word.startsWith(typed),
  );
}

function takesValue(option: Option): boolean {
  return option.required || option.optional;
}

/** Nodes that a ping met, for the list that is being typed; nobody is asked. */
async function nodeLists(cli: Cli, typed: string): Promise<readonly string[]> {
  const health = [...(await cli.ports.health.read()).values()].flat();
  const known = health.flatMap(({ node, address }) => node ?? address ?? []);
  const before = typed.slice(0, typed.lastIndexOf(",") + 1);
  const listed = new Set(before.split(","));
  return [...new Set(known)]
    .filter((node) => !listed.has(node))
    .map((node) => `${before}${node}`);
}

async function contextNames(cli: Cli): Promise<readonly string[]> {
  cli.ports.silence();
  const reader = await openReader(cli);
  const contexts = reader.ok ? await reader.value.list() : reader;
  return contexts.ok ? contexts.value.map(({ name }) => name) : [];
}
