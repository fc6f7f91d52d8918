import type { Command } from "commander";
import { matchesGlob } from "../../../shared/core/talosconfig/glob.ts";
import type { ContextView } from "../../../shared/core/vault/views.ts";

/** What a list is narrowed to; all of it has to be so. */
export interface ContextFilter {
  readonly cluster?: string;
  readonly role?: string;
  readonly label?: string;
  readonly production?: true;
}

export function addFilterOptions(command: Command): Command {
  return command
    .option(
      "--cluster <name>",
      "only contexts of this cluster; * matches any text",
    )
    .option("--role <role>", "only contexts with this role")
    .option(
      "--label <key=value>",
      "only contexts with this label; a key alone takes any value",
    )
    .option("--production", "only contexts that are marked production");
}

/** The contexts that one of the patterns names (all where there is none), and that the filter lets through. */
export function filterContexts(
  contexts: readonly ContextView[],
  patterns: readonly string[],
  { cluster, role, label, production }: ContextFilter,
): readonly ContextView[] {
  return contexts.filter(
    (one) =>
      (patterns.length === 0 ||
        patterns.some((pattern) => matchesGlob(pattern, one.name))) &&
      (cluster === undefined || matchesGlob(cluster, one.cluster ?? "")) &&
      (role === undefined || one.roles.includes(role)) &&
      (label === undefined || hasLabel(one, label)) &&
      (!production || one.production),
  );
}

function hasLabel({ labels }: ContextView, wanted: string): boolean {
  const [key = "", value] = wanted.split(/=(.*)/s);
  return (
    Object.hasOwn(labels, key) && (value === undefined || labels[key] === value)
  );
}
