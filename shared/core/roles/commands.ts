import { closest } from "../closest.ts";
import data from "./talosctl-commands.json" with { type: "json" };
import { readCommandLine, type CommandLine } from "./command-line.ts";
import { methodRules } from "./methods.ts";
import { adminRole } from "./role.ts";
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
  /** This command was removed from talosctl. */
  | { readonly kind: "removed"; readonly name: string }
  | { readonly kind: "unknown"; readonly near: readonly string[] };

/** What a command line of talosctl calls; where a flag is not known to us, the most that it may call. */
export function findCommand(line: readonly string[]): FoundCommand {
  const [first, ...others] = readCommandLine(line).map(findReading);
  if (!first) return { kind: "unknown", near: [] };
  return others.reduce(strictest, first);
}

/** Commands that begin with these words, which are none by themselves: `etcd`. */
export function commandsBelow(words: string): readonly string[] {
  return talosctlCommands
    .map(({ command }) => command)
    .filter((command) => command.startsWith(`${words} `));
}

/** The command that was meant by words of a person, without what stands for words of theirs; null: none is near, or several are. */
export function nearestCommand(line: readonly string[]): string | null {
  const names = [...talosctlCommands.map(({ command }) => command), ...data.local]; // prettier-ignore
  const typed = line.filter((word) => !word.startsWith("-"));
  const own = typed[0] === "talosctl" ? typed.slice(1) : typed;
  const bare = new Set(names.map((name) => name.replace(/ [-<(*].*$/, "")));
  for (let count = own.length; count > 0; count--) {
    const name = closest(own.slice(0, count).join(" "), bare);
    if (name !== null) return name;
  }
  return null;
}

const isUncertain =
  "One of its flags is not known here: if the word after it is the flag's value, less may be enough.";

/** Of two readings of one line the one that needs more; both together where neither needs all that the other needs. */
function strictest(one: FoundCommand, other: FoundCommand): FoundCommand {
  if (other.kind !== "calls")
    return one.kind === "calls" ? withNote(one.command) : one;
  if (one.kind !== "calls") return withNote(other.command);
  const [a, b] = [one.command, other.command];
  if (a.command === b.command) return one;
  const sufficientRoles = a.sufficientRoles.filter((role) =>
    b.sufficientRoles.includes(role),
  );
  const isFirst = isAbove(a.leastRole, b.leastRole);
  return withNote({
    ...(isFirst ? a : b),
    requires: [...new Set([...a.requires, ...b.requires])],
    isSensitive: a.isSensitive || b.isSensitive,
    ...ranksOf(sufficientRoles, (isFirst ? a : b).narrowestRole),
  });
}

function withNote(command: TalosctlCommand): FoundCommand {
  const note = command.note.includes(isUncertain)
    ? command.note
    : [command.note, isUncertain].filter(Boolean).join(" ");
  return { kind: "calls", command: { ...command, note } };
}

function isAbove(role: string, other: string): boolean {
  return ranked.indexOf(role) >= ranked.indexOf(other);
}

function findReading({ words, flags }: CommandLine): FoundCommand {
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

const ranked = ["os:reader", "os:operator", adminRole];

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
  return {
    ...command,
    requires: [...command.requires, ...asked],
    optional: command.optional.filter(({ method }) => !asked.includes(method)),
    ...ranksOf(sufficientRoles, command.narrowestRole),
  };
}

/** `narrowest` stays the narrowest while it is enough. */
function ranksOf(sufficientRoles: readonly string[], narrowest: string) {
  const leastRole =
    ranked.find((role) => sufficientRoles.includes(role)) ?? adminRole;
  const narrowestRole = sufficientRoles.includes(narrowest)
    ? narrowest
    : leastRole;
  return { sufficientRoles, leastRole, narrowestRole };
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
  const parts = command.replace(/ \(.*\)$/, "").split(" ");
  const wanted = parts.filter((part) => part.startsWith("-"));
  const pattern = parts.filter((part) => !part.startsWith("-"));
  if (!startsWith(words, pattern)) return 0;
  const isGiven = (flag: string) =>
    flags.some((one) => one === flag || one.startsWith(`${flag}=`));
  return wanted.every(isGiven) ? parts.length : 0;
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
