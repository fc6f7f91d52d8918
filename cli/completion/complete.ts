import { Command, type Option } from "commander";
import { consentRules } from "../../shared/core/vault/document.ts";
import type { Cli } from "../cli.ts";
import { openReader } from "../ports/vault/open-reader.ts";

/** Verbs whose first arguments are names of contexts. */
const takeContexts = new Set([
  "show",
  "use",
  "rename",
  "set",
  "remove",
  "export",
  "push",
  "pull",
  "exec",
  "shell",
  "env",
  "gateway",
  "can-i",
  "issue",
  "inspect",
  "blast-radius",
  "ping",
  "renew",
  "rotation",
  "handover give",
]);
/** Verbs whose arguments are a command of talosctl or a method, behind so many others. */
const takeAccess: ReadonlyMap<string, number> = new Map([
  ["role-for", 0],
  ["can-i", 1],
]);
/** Behind the first. */
const takeContextSecond = new Set(["guard"]);
const roleOptions = ["--role", "--roles", "--session-role"];
const consentOptions = ["--consent", "--default-consent"];
const globalOptions = ["--help", "--version", "--passphrase-fd"];

/**
 * The words that fit where the cursor is: `words` are those after the program's name, the last one being
 * typed (maybe empty). Never asks a question: what is behind a passphrase completes to nothing. Nothing means to the
 * shells that it may be a file.
 */
export async function complete(
  cli: Cli,
  words: readonly string[],
): Promise<readonly string[]> {
  const typed = words.at(-1) ?? "";
  const before = words.slice(0, -1);
  const at = before.findIndex(
    (word, index) =>
      word in cli.verbs && before[index - 1] !== "--passphrase-fd",
  );
  const verb = before[at];
  const candidates =
    verb === undefined
      ? [...Object.keys(cli.verbs), ...globalOptions]
      : await candidatesOf(cli, verb, before.slice(at + 1), typed);
  return candidates.filter((word) => word.startsWith(typed));
}

async function candidatesOf(
  cli: Cli,
  verb: string,
  words: readonly string[],
  typed: string,
): Promise<readonly string[]> {
  const top = new Command(verb);
  if (Object.hasOwn(cli.verbs, verb))
    (await cli.verbs[verb]?.load())?.(top, cli);
  const sub = top.commands.find((one) => one.name() === words[0]);
  const command = sub ?? top;
  const dashes = verb === "exec" ? words.indexOf("--") : -1;
  if (dashes >= 0 && words[dashes + 1] !== undefined) {
    const { wordsOfTalosctl } = await import("./complete-talosctl.ts");
    return wordsOfTalosctl(words.slice(dashes + 1), typed);
  }
  const line = readLine(command, sub ? words.slice(1) : words);
  if (line.open) return valuesOf(cli, line.open, typed);
  return typed.startsWith("-") && !line.isBehindDashes
    ? optionsOf(cli, command, typed)
    : argumentsOf(cli, command, verb, line, typed);
}

/** Names of options; behind `--name=` the values. */
async function optionsOf(
  cli: Cli,
  { options }: Command,
  typed: string,
): Promise<readonly string[]> {
  const [, name = "", value = ""] = /^(--[^=]+)=(.*)$/s.exec(typed) ?? [];
  const option = options.find(({ long }) => name !== "" && long === name);
  if (!option) return [...options.flatMap(({ long }) => long ?? []), "--help"];
  const values = await valuesOf(cli, option, value);
  return values.map((one) => `${name}=${one}`);
}

interface Line {
  /** Words that are neither options nor their values. */
  readonly positionals: readonly string[];
  /** The option whose value is being typed. */
  readonly open: Option | null;
  readonly isBehindDashes: boolean;
}

/** What the words before the cursor are to a command. */
function readLine(command: Command, words: readonly string[]): Line {
  const positionals: string[] = [];
  let open: Option | null = null;
  for (const [index, word] of words.entries()) {
    if (open) open = null;
    else if (word === "--") {
      positionals.push(...words.slice(index + 1));
      return { positionals, open, isBehindDashes: true };
    } else if (word.startsWith("-") && word !== "-") {
      const option = command.options.find(
        ({ long, short }) => long === word || short === word,
      );
      open = option && (option.required || option.optional) ? option : null;
    } else positionals.push(word);
  }
  return { positionals, open, isBehindDashes: false };
}

async function valuesOf(
  cli: Cli,
  option: Option,
  typed: string,
): Promise<readonly string[]> {
  const long = option.long ?? "";
  if (option.argChoices) return option.argChoices;
  if (long === "--confirm" || long === "--via") return contextNames(cli);
  if (consentOptions.includes(long)) return [...consentRules, "default"];
  if (long === "--nodes") {
    const { nodeLists } = await import("./complete-nodes.ts");
    return nodeLists(cli, typed);
  }
  if (!roleOptions.includes(long) && long !== "--talos-version") return [];
  const { roleLists, versions } = await import("./complete-access.ts");
  return long === "--talos-version" ? versions : roleLists(typed);
}

async function argumentsOf(
  cli: Cli,
  command: Command,
  verb: string,
  { positionals, isBehindDashes }: Line,
  typed: string,
): Promise<readonly string[]> {
  const access = takeAccess.get(verb);
  if (access !== undefined && positionals.length >= access) {
    const { accessWords } = await import("./complete-access.ts");
    return accessWords(positionals.slice(access), typed);
  }
  if (isBehindDashes) return [];
  if (command.commands.length > 0)
    return command.commands.map((one) => one.name());
  const { registeredArguments } = command;
  const last = registeredArguments.length - 1;
  const index = registeredArguments[last]?.variadic
    ? Math.min(positionals.length, last)
    : positionals.length;
  const choices = registeredArguments[index]?.argChoices;
  if (choices) return choices;
  const own = command.parent ? `${verb} ${command.name()}` : verb;
  return isContextAt(own, index) ? contextNames(cli) : [];
}

function isContextAt(verb: string, index: number): boolean {
  return (
    (index === 0 && takeContexts.has(verb)) ||
    (index === 1 && takeContextSecond.has(verb))
  );
}

async function contextNames(cli: Cli): Promise<readonly string[]> {
  cli.ports.silence();
  const reader = await openReader(cli);
  const contexts = reader.ok ? await reader.value.list() : reader;
  return contexts.ok ? contexts.value.map(({ name }) => name) : [];
}
