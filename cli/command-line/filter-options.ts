import type { Command } from "commander";
import { didYouMean } from "../../shared/core/closest.ts";
import { knownRoles } from "../../shared/core/roles/role.ts";
import { shellWord } from "../../shared/core/text/shell-words.ts";
import type { ContextFilter } from "../../shared/core/vault/filter-contexts.ts";
import type { ContextView } from "../../shared/core/vault/views.ts";

/** Options that narrow contexts down by what they are, for each verb that takes many: `ContextFilter`, but for the role. */
export function addFilterOptions(command: Command): Command {
  return command
    .option(
      "--cluster <name>",
      "only contexts of this cluster; * matches any text",
    )
    .option(
      "--label <key=value>",
      "only contexts with this label; a key alone takes any value",
    )
    .option("--production", "only contexts that are marked production");
}

/**
 * As `didYouMean`, of the value of a filter by which none of these contexts is meant: one that they have, or a role of Talos.
 * Empty too where the value itself is theirs.
 */
export function meantFilter(
  all: readonly ContextView[],
  { cluster, label, role }: ContextFilter,
): string {
  const labels = all.flatMap((one) => Object.entries(one.labels));
  const known = {
    cluster: all.flatMap((one) => one.cluster ?? []),
    label: labels.map(([key, value]) =>
      label?.includes("=") ? `${key}=${value}` : key,
    ),
    role: knownRoles.map(({ name }) => name),
  };
  for (const [name, typed] of Object.entries({ cluster, label, role })) {
    const values = known[name as keyof typeof known];
    const question =
      typed === undefined || values.includes(typed)
        ? ""
        : didYouMean(typed, values, (one) => `--${name} ${shellWord(one)}`);
    if (question !== "") return question;
  }
  return "";
}
