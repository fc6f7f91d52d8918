import type { ContextRow } from "../../../shared/contract/contexts.ts";

export type Act = "terminal" | "check" | "renew";

const acts: readonly Act[] = ["terminal", "check", "renew"];
const fewest = 2;

/**
 * What can be done with contexts, as far as somebody asks for it: with the current one always, with every one once the
 * word is begun. Ten thousand contexts are not listed three times for every letter.
 */
export function actedOn(
  contexts: readonly ContextRow[],
  wanted: string,
): readonly { readonly act: Act; readonly name: string }[] {
  const [word = ""] = wanted.split(" ");
  return acts.flatMap((act) => {
    const isBegun = word.length >= fewest && act.startsWith(word);
    return contexts
      .filter(({ current }) => isBegun || current)
      .filter(({ kind }) => act !== "renew" || kind === "certificate")
      .map(({ name }) => ({ act, name }));
  });
}
