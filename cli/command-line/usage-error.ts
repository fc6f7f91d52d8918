import type { Command, CommanderError } from "commander";
import { closest } from "../../shared/core/closest.ts";
import { vaultError, type VaultError } from "../../shared/core/errors.ts";
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
  const message = error.message
    .replace(/^error: /, "")
    .replace(/\s*\(Did you mean[^)]*\)/, "")
    .replace(/\n/g, " ");
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
  return vaultError(
    "usage",
    message.endsWith(".") ? message : `${message}.`,
    meant
      ? isMisplaced
        ? `It stands behind its verb: talos-vault ${typed.verb} … ${meant}`
        : `Did you mean ${meant}?`
      : "talos-vault --help lists the verbs; talos-vault VERB --help lists a verb's options.",
  );
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
  const sub = command?.commands.find((one) => words.includes(one.name()));
  const names = (parent: Command) => parent.commands.map((one) => one.name());
  switch (error.code) {
    case "commander.unknownCommand":
      return meantVerb(typed, verbs, command && names(command));
    case "commander.invalidArgument": {
      const [, choices = ""] = /choices are (.*)\.$/.exec(error.message) ?? [];
      return closest(typed, choices.split(", "));
    }
    case "commander.unknownOption":
      return closest(
        typed.split("=")[0] ?? "",
        [program, command, sub].flatMap((one) =>
          (one?.options ?? []).flatMap(({ long }) => long ?? []),
        ),
      );
    default:
      return null;
  }
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
