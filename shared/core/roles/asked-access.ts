import { vaultError } from "../errors.ts";
import { failure, success, type Result } from "../result.ts";
import { findCommand, type TalosctlCommand } from "./commands.ts";
import { findMethods } from "./methods.ts";

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
    unknown(line.join(" "), methods.length > 0 ? methods : found.near),
  );
}

const namesShown = 8;

function unknown(asked: string, near: readonly string[]) {
  return vaultError(
    "usage",
    `talosctl has no single command or API method "${asked}".`,
    near.length > 0
      ? `Did you mean one of: ${near.slice(0, namesShown).join(", ")}?`
      : "Write it as you would run it: talosctl reboot.",
  );
}
