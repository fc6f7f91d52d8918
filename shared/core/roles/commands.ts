import data from "./talosctl-commands.json" with { type: "json" };
import { methodRules } from "./methods.ts";
import { isSensitiveType } from "./sensitive-types.ts";

/** A command of talosctl and what it needs of the API. Sources are in cmd/talosctl of Talos. */
export interface TalosctlCommand {
  /** As a person types it; `<id>` stands for a word of theirs. */
  readonly command: string;
  /** Full names of the methods that it always calls. */
  readonly requires: readonly string[];
  readonly optional: readonly {
    readonly method: string;
    /** The flag or the case in which it is called. */
    readonly when: string;
  }[];
  /** Each of them is enough by itself. */
  readonly sufficientRoles: readonly string[];
  /** The lowest of reader, operator and admin that is enough. */
  readonly leastRole: string;
  /** The role with the fewest rights that is enough. */
  readonly narrowestRole: string;
  /** It reads resources that os:admin alone may read. */
  readonly isSensitive: boolean;
  readonly nodes: string;
  readonly note: string;
  readonly source: string;
}

export const talosctlCommands: readonly TalosctlCommand[] = data.commands;

export type FoundCommand =
  | { readonly kind: "calls"; readonly command: TalosctlCommand }
  /** It asks no node, so every credential is enough. */
  | { readonly kind: "local"; readonly name: string }
  /** It only prints that it is gone. */
  | { readonly kind: "removed"; readonly name: string }
  | { readonly kind: "unknown"; readonly near: readonly string[] };

interface Pattern {
  readonly words: readonly string[];
  readonly flags: readonly string[];
}

/** Words and flags of a command line; the name of the program and global options with their values do not count. */
function splitCommand(words: readonly string[]): Pattern {
  const globals =
    /^(-n|-e|-c|--(nodes|endpoints|context|cluster|talosconfig))$/;
  const kept = words.filter(
    (word, index) =>
      !globals.test(word) && !globals.test(words[index - 1] ?? ""),
  );
  const [program, ...rest] = kept;
  const own = program === "talosctl" ? rest : kept;
  return {
    words: own.filter((word) => !word.startsWith("-")),
    flags: own.filter((word) => word.startsWith("-")),
  };
}

/** What a command line of talosctl calls. */
export function findCommand(line: readonly string[]): FoundCommand {
  const { words, flags } = splitCommand(line);
  const [verb = "", ...rest] = words;
  if (verb === "get" && rest[0] !== undefined)
    return found(getCommand(rest[0]), flags);
  if (verb === "version" && flags.includes("--client"))
    return { kind: "local", name: "version --client" };
  const matches = talosctlCommands
    .map((command) => ({ command, score: score(command, words, flags) }))
    .filter(({ score: points }) => points > 0)
    .toSorted((a, b) => b.score - a.score);
  const [best] = matches;
  if (best) return found(best.command, flags);
  const local = data.local.find((name) => startsWith(words, name.split(" ")));
  if (local) return { kind: "local", name: local };
  const removed = data.removed.find((name) => name === verb);
  if (removed) return { kind: "removed", name: removed };
  return { kind: "unknown", near: near(verb) };
}

function found(
  command: TalosctlCommand | undefined,
  flags: readonly string[],
): FoundCommand {
  return command
    ? { kind: "calls", command: withFlags(command, flags) }
    : { kind: "unknown", near: [] };
}

const ranked = ["os:reader", "os:operator", "os:admin"];

/** What a flag makes it call is called for certain: roles that may not are not enough any more. */
function withFlags(
  command: TalosctlCommand,
  flags: readonly string[],
): TalosctlCommand {
  const given = flags.map((flag) => flag.split("=")[0] ?? flag);
  const isGiven = (when: string) =>
    given.some((flag) => when === flag || /^[ :]/.test(when.replace(flag, "")));
  const asked = command.optional
    .filter(({ when }) => when.startsWith("--") && isGiven(when))
    .map(({ method }) => method);
  if (asked.length === 0) return command;
  const sufficientRoles = command.sufficientRoles.filter((role) =>
    asked.every((method) => rolesOf(method).includes(role)),
  );
  const leastRole =
    ranked.find((role) => sufficientRoles.includes(role)) ?? "os:admin";
  return {
    ...command,
    requires: [...command.requires, ...asked],
    optional: command.optional.filter(({ method }) => !asked.includes(method)),
    sufficientRoles,
    leastRole,
    narrowestRole: sufficientRoles.includes(command.narrowestRole)
      ? command.narrowestRole
      : leastRole,
  };
}

function rolesOf(method: string): readonly string[] {
  return methodRules.find((rule) => rule.method === method)?.roles ?? [];
}

function getCommand(type: string): TalosctlCommand | undefined {
  const name = isSensitiveType(type)
    ? "get <sensitive type>"
    : "get <non-sensitive type>";
  return talosctlCommands.find(({ command }) => command === name);
}

/** Points for each word and flag of the pattern; none when one is missing. */
function score(
  { command }: TalosctlCommand,
  words: readonly string[],
  flags: readonly string[],
): number {
  const pattern = splitCommand(command.replace(/ \(.*\)$/, "").split(" "));
  if (!startsWith(words, pattern.words)) return 0;
  if (!pattern.flags.every((flag) => flags.includes(flag))) return 0;
  return pattern.words.length + pattern.flags.length;
}

/** `<id>` in a pattern is any word; `*` is whatever follows. */
function startsWith(
  words: readonly string[],
  pattern: readonly string[],
): boolean {
  return pattern.every(
    (part, index) =>
      part === "*" ||
      (words[index] !== undefined &&
        (part.startsWith("<") || words[index] === part)),
  );
}

function near(verb: string): readonly string[] {
  const names = [
    ...talosctlCommands.map(({ command }) => command),
    ...data.local,
  ];
  const start = verb.slice(0, 2);
  return names.filter((name) => start !== "" && name.startsWith(start));
}
