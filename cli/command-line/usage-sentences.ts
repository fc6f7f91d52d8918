import type { Argument, Command, CommanderError, Option } from "commander";
import { countOf } from "../../shared/core/counted-noun.ts";
import { shellWord } from "../../shared/core/text/shell-words.ts";

/** What is wrong with a line that the parser refused, and what to type instead; null: its help says the most. */
export interface UsageSentence {
  readonly message: string;
  readonly next: string | null;
}

/** The parser's own words for each kind of error, with what of it is in them. */
const parts: Readonly<Record<string, RegExp>> = {
  "commander.unknownCommand": /unknown command '(.*?)'/s,
  "commander.unknownOption": /unknown option '(.*?)'/s,
  "commander.missingArgument": /missing required argument '(.*)'/s,
  "commander.optionMissingArgument": /option '(.*)' argument missing/s,
  "commander.missingMandatoryOptionValue":
    /required option '(.*)' not specified/s,
  "commander.conflictingOption":
    /option '(.*)' cannot be used with option '(.*)'/s,
  "commander.invalidArgument":
    /(?:option '(.*?)' argument|command-argument value) '(.*)' is invalid(?: for argument '(.*?)')?\. ?(.*)/s,
};

type Say = (
  command: Command,
  ...found: readonly [string, string, string, string]
) => UsageSentence;

const sentences: Readonly<Record<string, Say>> = {
  "commander.unknownCommand": (command, word) =>
    only(`${pathOf(command)} has no verb "${word}".`),
  "commander.unknownOption": (command, flag) =>
    only(`${pathOf(command)} has no option ${flag}.`),
  "commander.missingArgument": missing,
  "commander.optionMissingArgument": (_, flags) =>
    only(`${longOf(flags)} needs a value.`),
  "commander.missingMandatoryOptionValue": (command, flags) =>
    only(`${pathOf(command)} needs ${flags}${whatFor(command, flags)}.`),
  "commander.conflictingOption": (_, one, other) => ({
    message: `${longOf(one)} and ${longOf(other)} do not go together.`,
    next: "Leave one of them out.",
  }),
  "commander.invalidArgument": (command, flags, value, name, reason) =>
    name === ""
      ? refusedOption(command, { flags, value, reason })
      : refusedWord(command, name, value),
};

function only(message: string): UsageSentence {
  return { message, next: null };
}

/**
 * The parser's complaint about `command` as a sentence of ours. Null for what we wrote ourselves, and for words that its next
 * release may have.
 */
export function usageSentence(
  { code, message }: CommanderError,
  command: Command,
): UsageSentence | null {
  if (code === "commander.excessArguments") return only(tooMany(command));
  const found = parts[code]?.exec(message);
  if (!found) return null;
  const [, first = "", second = "", third = "", fourth = ""] = found;
  return sentences[code]?.(command, first, second, third, fourth) ?? null;
}

/** `talos-vault handover give`. */
export function pathOf(command: Command): string {
  const above = command.parent;
  return above ? `${pathOf(above)} ${command.name()}` : command.name();
}

function missing(command: Command, name: string): UsageSentence {
  const argument = argumentOf(command, name);
  const about = argument?.description ? `: ${argument.description}` : "";
  return {
    message: `${pathOf(command)} needs <${name}>${about}.`,
    next: argument?.argChoices
      ? `Choose one: ${argument.argChoices.map((one) => `${pathOf(command)} ${one}`).join("; ")}`
      : null,
  };
}

function refusedWord(
  command: Command,
  name: string,
  value: string,
): UsageSentence {
  const choices = argumentOf(command, name)?.argChoices ?? [];
  const looks = choices.find((one) => one === "show");
  return {
    message: `${pathOf(command)} does not know "${value}": after it comes ${orOf(choices)}.`,
    // Whoever names the thing at once wants to see it.
    next: looks
      ? `To look at it: ${pathOf(command)} ${looks} ${shellWord(value)}`
      : null,
  };
}

function refusedOption(
  command: Command,
  refused: Readonly<Record<"flags" | "value" | "reason", string>>,
): UsageSentence {
  const { flags, value, reason } = refused;
  const option = optionOf(command, flags);
  const said = option?.argChoices
    ? `It takes ${orOf(option.argChoices)}.`
    : reason;
  // What was to come from a descriptor is a secret, and may have been typed in its place.
  const shown = longOf(flags).endsWith("-fd") ? "that" : `"${value}"`;
  return {
    message: `${longOf(flags)} cannot be ${shown}. ${said}`.trimEnd(),
    next: null,
  };
}

function tooMany(command: Command): string {
  const { registeredArguments, args } = command;
  const takes = registeredArguments.length;
  const names = registeredArguments.map((one) => `[${one.name()}]`).join(" ");
  return takes === 0
    ? `${pathOf(command)} takes no words beside its options.`
    : `${pathOf(command)} takes ${countOf(takes, "word")} at most (${names}), and got ${String(args.length)}.`;
}

function whatFor(command: Command, flags: string): string {
  const about = optionOf(command, flags)?.description;
  return about ? `: ${about}` : "";
}

function argumentOf(command: Command, name: string): Argument | undefined {
  return command.registeredArguments.find((one) => one.name() === name);
}

function optionOf(command: Command, flags: string): Option | undefined {
  return command.options.find((one) => one.flags === flags);
}

/** `--output` of `-o, --output <file>`. */
function longOf(flags: string): string {
  return /--[\w-]+/.exec(flags)?.[0] ?? flags;
}

function orOf(names: readonly string[]): string {
  const [last = "", ...others] = names.toReversed();
  return others.length === 0
    ? last
    : `${others.toReversed().join(", ")} or ${last}`;
}
