import type { ListedContext } from "../../../shared/contract/contexts.ts";

const acts = [
  "terminal",
  "dashboard",
  "start",
  "check",
  "renew",
  "issue",
  "mark",
] as const;
export type Act = (typeof acts)[number];

/** By which words it is asked for, where that is not its own alone. */
const called: Partial<Record<Act, readonly string[]>> = {
  mark: ["mark", "unmark"],
};

/** What the current context is offered without being asked for it. */
const offered: readonly Act[] = ["terminal", "check", "renew"];
const fewest = 2;

/**
 * What can be done with contexts, as far as somebody asks for it: the most wanted with the current one always, each with
 * every one once its word is begun, wherever it stands. Ten thousand contexts are not listed six times for every letter.
 */
export function contextCommands(
  contexts: readonly ListedContext[],
  wanted: string,
  current: string | null,
): readonly { readonly act: Act; readonly row: ListedContext }[] {
  const words = wanted.split(/\s+/).filter(({ length }) => length >= fewest);
  return acts.flatMap((act) => {
    const isBegun = words.some((word) =>
      (called[act] ?? [act]).some((name) => name.startsWith(word)),
    );
    return contexts
      .filter(
        ({ name }) => isBegun || (name === current && offered.includes(act)),
      )
      .filter((row) => isPossible(act, row))
      .map((row) => ({ act, row }));
  });
}

function isPossible(act: Act, { kind }: ListedContext): boolean {
  return (act !== "renew" && act !== "issue") || kind === "certificate";
}
