/** Words that people type by the habit of other programs, and the verb that does it here. */
const habits: ReadonlyMap<string, readonly string[]> = new Map([
  ["ls", ["list"]],
  ["contexts", ["list"]],
  ["rm", ["remove"]],
  ["delete", ["remove"]],
  ["mv", ["rename"]],
  ["ctx", ["use"]],
  ["switch", ["use"]],
  ["version", ["--version"]],
  ["help", ["--help"]],
]);

export const verbAliases: readonly string[] = [...habits.keys()];

/** Words that mean something else to some programs, so that they are answered and not run: what was probably meant. */
const others: ReadonlyMap<string, string> = new Map([
  ["add", "import"],
  ["status", "doctor"],
  ["login", "unlock"],
  ["logout", "lock"],
  ["info", "inspect"],
  ["run", "exec"],
  ["edit", "set"],
  ["get", "show"],
  ["config", "settings"],
  ["new", "init"],
  ["sync", "pull"],
]);

export function verbForHabit(word: string): string | null {
  return others.get(word) ?? null;
}

/**
 * The words as they are meant: `ls` is `list`, `help VERB` is `VERB --help`. Only the word in a verb's place counts;
 * a verb's own name is never read as anything else.
 */
export function resolveAliases(
  args: readonly string[],
  verbs: Readonly<Record<string, unknown>>,
): readonly string[] {
  const at = verbPlace(args);
  const word = args[at] ?? "";
  const meant = Object.hasOwn(verbs, word) ? undefined : habits.get(word);
  if (!meant) return args;
  const before = args.slice(0, at);
  const after = args.slice(at + 1);
  return word === "help" && after.length > 0
    ? resolveAliases([...before, ...after, "--help"], verbs)
    : [...before, ...meant, ...after];
}

/** Where the verb stands: behind the options of the program itself. */
function verbPlace(args: readonly string[]): number {
  let at = 0;
  while (args[at]?.startsWith("-") && args[at] !== "--")
    at += args[at] === "--passphrase-fd" ? 2 : 1;
  return at;
}
