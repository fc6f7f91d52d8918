import type { ListedContext } from "../../../shared/contract/contexts.ts";
import type { Searched } from "../palette/match-words.ts";

const known = new WeakMap<ListedContext, Searched>();

/** What a context is found by: its name, and all that somebody may remember of it. Made once for each row. */
export function wordsOf(row: ListedContext): Searched {
  const made = known.get(row);
  if (made) return made;
  const rest = [
    row.cluster ?? "",
    ...row.endpoints,
    ...row.nodes,
    ...labelsOf(row),
    ...row.roles,
    row.note ?? "",
    row.production ? "production" : "",
  ];
  const words = {
    name: row.name.toLowerCase(),
    rest: rest.join("\n").toLowerCase(),
  };
  known.set(row, words);
  return words;
}

/** `key=value`, each. */
export function labelsOf({ labels }: ListedContext): readonly string[] {
  return Object.entries(labels).map(([key, value]) => `${key}=${value}`);
}
