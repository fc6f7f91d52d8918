import type { Command, CommanderError } from "commander";
import { closest } from "../../shared/core/closest.ts";
import { vaultError, type VaultError } from "../../shared/core/errors.ts";
import { pathOf, usageSentence } from "./usage-sentences.ts";
import { verbAliases, verbForHabit } from "./verb-aliases.ts";
import { shellWord } from "../../shared/core/text/shell-words.ts";

interface Typed {
  readonly program: Command;
  /** The names of all verbs, whichever of them the program has. */
  readonly verbs: readonly string[];
  /** The words before `--`, and the verb among them; empty: none. */
  readonly words: readonly string[];
  readonly verb: string;
  readonly hasDashes: boolean;
}

/** What the parser did not understand, as our sentence, with what was probably meant. */
export function usageError(error: CommanderError, typed: Typed): VaultError {
  const dashes = suggestDashes(error.code, typed);
  if (dashes)
    return vaultError(
      "usage",
      "The command to run stands behind two dashes.",
      dashes,
    );
  const meant = meantBy(error, typed);
  // It has that option: the verb comes first.
  const isMisplaced = meant !== null && typed.words.includes(meant);
  const command = refusing(error, typed);
  const said = usageSentence(error, command);
  return vaultError(
    "usage",
    said?.message ?? asItIs(error.message),
    meant
      ? isMisplaced
        ? `It stands behind its verb: talos-vault ${typed.verb} … ${meant}`
        : `Did you mean ${meant}?`
      : (said?.next ?? helpOf(command)),
  );
}

/** Options that stand before the verb are the program's. */
function refusing(error: CommanderError, typed: Typed): Command {
  const { words, verb, program } = typed;
  const [, word = ""] = /unknown option '(.*?)'/s.exec(error.message) ?? [];
  const isBefore = words.indexOf(word) < words.indexOf(verb);
  return error.code === "commander.unknownOption" && isBefore
    ? program
    : commandIn(typed);
}

/** What was refused: a verb of a group, a verb, or the program. */
export function commandIn({
  program,
  words,
  verb,
}: Pick<Typed, "program" | "words" | "verb">): Command {
  const command = program.commands.find((one) => one.name() === verb);
  const below = words.slice(words.indexOf(verb) + 1);
  const sub = command?.commands.find((one) => below.includes(one.name()));
  return sub ?? command ?? program;
}

function asItIs(text: string): string {
  const message = text
    .replace(/^error: /, "")
    .replace(/\s*\(Did you mean[^)]*\)/, "")
    .replace(/\n/g, " ");
  return message.endsWith(".") ? message : `${message}.`;
}

function helpOf(command: Command): string {
  return command.parent === null
    ? "talos-vault --help lists the verbs; talos-vault VERB --help lists a verb's options."
    : `${pathOf(command)} --help says how it is called.`;
}

/** `exec prod talosctl version`, as it is meant. */
function suggestDashes(
  code: string,
  { words, verb, hasDashes }: Typed,
): string | null {
  if (verb !== "exec" || hasDashes) return null;
  if (code !== "commander.excessArguments" && !words.includes("talosctl"))
    return null;
  const behind = words.slice(words.indexOf(verb) + 1);
  const at = behind.indexOf("talosctl");
  const start = at < 0 ? 1 : at;
  const command = behind.slice(start);
  if (command.length === 0 || behind[0]?.startsWith("-")) return null;
  return [
    "talos-vault exec",
    ...behind.slice(0, start).map(shellWord),
    "--",
    ...command.map(shellWord),
  ].join(" ");
}

function meantBy(
  error: CommanderError,
  { program, verbs, words, verb }: Typed,
): string | null {
  const [, typed = ""] = /'([^']*)'/.exec(error.message) ?? [];
  const command = program.commands.find((one) => one.name() === verb);
  const own = commandIn({ program, words, verb });
  const names = (parent: Command) => parent.commands.map((one) => one.name());
  switch (error.code) {
    case "commander.unknownCommand":
      return meantVerb(typed, verbs, command && names(command));
    case "commander.invalidArgument":
      return meantChoice(error.message);
    case "commander.unknownOption":
      return closest(typed.split("=")[0] ?? "", [program, command, own].flatMap(optionsOf)); // prettier-ignore
    case "commander.missingMandatoryOptionValue":
      return misspelledOption(own, words, longIn(error.message));
    default:
      return null;
  }
}

/** Of the values that the parser says, or a reader of ours. */
function meantChoice(message: string): string | null {
  const [, choices = ""] =
    /(?:choices are|Choose one of:) (.*)\.$/.exec(message) ?? [];
  const [, value = ""] = / '([^']*)' is invalid/.exec(message) ?? [];
  return closest(value, choices.split(", "));
}

function optionsOf(command: Command | undefined): readonly string[] {
  return (command?.options ?? []).flatMap(({ long }) => long ?? []);
}

/** `--output` of what the parser says about `-o, --output <file>`. */
function longIn(message: string): string {
  return /--[\w-]+/.exec(message)?.[0] ?? "";
}

/** The option that is missing, where it was typed, nearly: the parser looks for it before it looks at what it does not know. */
function misspelledOption(
  own: Command,
  words: readonly string[],
  missing: string,
): string | null {
  const known = optionsOf(own);
  const flags = words.map((word) => word.split("=")[0] ?? "");
  const isNearIt = (flag: string) =>
    flag.startsWith("--") && !known.includes(flag) && closest(flag, known) === missing; // prettier-ignore
  return flags.some(isNearIt) ? missing : null;
}

/** `below`: the verbs of a group, where it is one of those. */
function meantVerb(
  typed: string,
  verbs: readonly string[],
  below: readonly string[] | undefined,
): string | null {
  if (below) return closest(typed, below);
  // `lst` is as near to `ls`, which is the same verb.
  return (
    verbForHabit(typed) ?? closest(typed, verbs) ?? closest(typed, verbAliases)
  );
}
