import { vaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import {
  findCommand,
  nearestCommand,
  type TalosctlCommand,
} from "./commands.ts";
import { findMethods, nearestMethod } from "./methods.ts";

/** What a person asks about: a command of talosctl, a method, or a command that asks no node. */
export type Asked =
  | { readonly kind: "command"; readonly command: TalosctlCommand }
  | { readonly kind: "method"; readonly method: string }
  | { readonly kind: "local"; readonly name: string };

/** Reads the words after the verb. Errors: `usage` for what is neither, with names that are near. */
export function readAsked(words: readonly string[]): Result<Asked> {
  const line = words.flatMap((word) => word.split(/\s+/)).filter(Boolean);
  const found = findCommand(line);
  if (found.kind === "calls")
    return success({ kind: "command", command: found.command });
  if (found.kind === "local")
    return success({ kind: "local", name: found.name });
  if (found.kind === "removed")
    return failure(
      vaultError(
        "usage",
        `talosctl ${found.name} was removed from talosctl.`,
        "Ask about what took its place: talosctl get.",
      ),
    );
  const methods = line.length === 1 ? findMethods(line[0] ?? "") : [];
  const [method, another] = methods;
  if (method && !another) return success({ kind: "method", method });
  return failure(
    unknown(line, methods.length > 0 ? methods : meantBy(line, found.near)),
  );
}

const namesShown = 8;

/** What is nearest; else what begins alike. */
function meantBy(
  line: readonly string[],
  alike: readonly string[],
): readonly string[] {
  const [word = "", another] = line;
  const method = another === undefined ? nearestMethod(word) : null;
  if (method !== null && /[A-Z/]/.test(word)) return [method];
  const command = nearestCommand(line);
  if (command !== null) return [`talosctl ${command}`];
  return method === null ? alike : [method];
}

function unknown(line: readonly string[], near: readonly string[]) {
  const [only, another] = near;
  return vaultError(
    "usage",
    `talosctl has no single command or API method "${line.join(" ")}".`,
    only === undefined
      ? "Write it as you would run it: talosctl reboot."
      : another === undefined
        ? `Did you mean ${only}?`
        : `Did you mean one of: ${near.slice(0, namesShown).join(", ")}?`,
  );
}
