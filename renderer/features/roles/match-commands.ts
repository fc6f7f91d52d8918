import {
  findCommand,
  talosctlCommands,
  type TalosctlCommand,
} from "../../../shared/core/roles/commands.ts";
import { judgeCommand } from "../../../shared/core/roles/judge-access.ts";
import {
  allowedMethods,
  type MethodRule,
} from "../../../shared/core/roles/methods.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { expiryOf } from "../times/expiry-of.ts";

/** The commands that have these letters in their name, or else in the name of a method that they need. */
export function commandsLike(text: string): readonly TalosctlCommand[] {
  const wanted = text.toLowerCase();
  const named = talosctlCommands.filter(({ command }) =>
    command.includes(wanted),
  );
  if (named.length > 0) return named;
  return talosctlCommands.filter(({ requires }) =>
    requires.some((method) => method.toLowerCase().includes(wanted)),
  );
}

/** The methods that a command calls, and those with these letters. */
export function matchingRules(
  rules: readonly MethodRule[],
  typed: string,
): readonly MethodRule[] {
  if (typed === "") return rules;
  const found = findCommand(typed.split(/\s+/));
  const called =
    found.kind === "calls"
      ? [
          ...found.command.requires,
          ...found.command.optional.map(({ method }) => method),
        ]
      : [];
  const wanted = typed.toLowerCase();
  return rules.filter(
    ({ method }) =>
      called.includes(method) || method.toLowerCase().includes(wanted),
  );
}

/** Names of the contexts whose credential is valid and allows it, those that may do the least first. */
export function contextsFor(
  contexts: readonly ListedContext[],
  command: TalosctlCommand,
  version: string,
  now: number,
): readonly string[] {
  return contexts
    .filter((row) => expiryOf(row, now) !== "ended")
    .filter(({ roles }) => judgeCommand(roles, command, version).isAllowed)
    .map(({ name, roles }) => ({ name, may: allowedMethods(roles).length }))
    .toSorted((a, b) => a.may - b.may)
    .map(({ name }) => name);
}

/** A note without the places in Talos' source that prove it. */
export function noteText(note: string): string {
  return note.replaceAll(/\s*\([^()]*\.go:[^()]*\)/g, "");
}
