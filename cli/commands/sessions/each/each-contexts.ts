import { meantFilter } from "../../../command-line/filter-options.ts";
import { vaultError } from "../../../../shared/core/errors.ts";
import type { VaultReader } from "../../../../shared/core/ports/vault-reader.ts";
import {
  failure,
  success,
  type Result,
} from "../../../../shared/core/result.ts";
import {
  filterContexts,
  patternsWithout,
  type ContextFilter,
} from "../../../../shared/core/vault/filter-contexts.ts";
import { noMatch } from "../../../../shared/core/usecases/contexts/resolve-context-name.ts";

export type EachFilter = Omit<ContextFilter, "role">;

/**
 * Names of the contexts that are meant, in the order of a list. A pattern that matches nothing is a mistake, as a name is that
 * there is not: whoever runs something on a fleet wants to know that a part of it is missing. Errors: `usage`,
 * `context-missing`.
 */
export async function chooseEach(
  reader: VaultReader,
  words: readonly string[],
  filter: EachFilter,
): Promise<Result<readonly string[]>> {
  if (words.length === 0 && Object.keys(filter).length === 0)
    return failure(nothingNamed());
  const all = await reader.list();
  if (!all.ok) return all;
  const unknown = new Set(patternsWithout(all.value, words));
  const patterns = words.filter((word) => !unknown.has(word));
  for (const word of unknown) {
    const named = await nameOf(reader, word);
    if (!named.ok) return named;
    patterns.push(named.value);
  }
  const meant = filterContexts(all.value, patterns, filter);
  return meant.length > 0
    ? success(meant.map(({ name }) => name))
    : failure(
        noMatch(
          [...words, ...filterWords(filter)],
          [],
          meantFilter(all.value, filter),
        ),
      );
}

/** The name that a word stands for: `-`, or one with characters that are spelled out. */
async function nameOf(
  reader: VaultReader,
  word: string,
): Promise<Result<string>> {
  if (word.includes("*")) return failure(noMatch([word], []));
  const found = await reader.show(word);
  return found.ok ? success(found.value.name) : found;
}

function filterWords(filter: EachFilter): readonly string[] {
  return Object.entries(filter).map(([name, value]) =>
    value === true ? `--${name}` : `--${name} ${value}`,
  );
}

function nothingNamed() {
  return vaultError(
    "usage",
    "--each wants to know which contexts are meant.",
    "Name them, or give a pattern ('edge-*', '*' for all), or --label, --cluster or --production.",
  );
}
