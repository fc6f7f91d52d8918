import type { Command } from "commander";
import { vaultError, type VaultError } from "../../shared/core/errors.ts";
import { pathOf } from "./usage-sentences.ts";

const yes = ["on", "true", "yes"];
const no = ["off", "false", "no"];

/**
 * Refuses a value for an option that takes none, as in `set --production on`: the parser would take it for the word that comes
 * next, as a context's name. `words`: behind the verb. Null: there is none.
 */
export function refuseSwitchValue(
  command: Command,
  words: readonly string[],
): VaultError | null {
  for (let at = 0; at < words.length; at++) {
    const word = words[at] ?? "";
    const [name = ""] = word.split("=");
    const option = command.options.find(
      ({ long, short }) => long === name || short === name,
    );
    if (!option) continue;
    const isJoined = word !== name;
    if (option.required && !isJoined) at++;
    if (option.required || option.optional) continue;
    const value = isJoined
      ? word.slice(name.length + 1)
      : answerIn(words[at + 1]);
    if (value !== null) return refusal(command, name, value);
  }
  return null;
}

/** Null: another word. */
function answerIn(word = ""): string | null {
  return yes.includes(word) || no.includes(word) ? word : null;
}

function refusal(command: Command, name: string, value: string): VaultError {
  const positive = name.replace(/^--no-/, "--");
  const negative = positive.replace(/^--/, "--no-");
  const hasBoth = [positive, negative].every((one) =>
    command.options.some(({ long }) => long === one),
  );
  const isYes = !no.includes(value) === (name === positive);
  const alone = hasBoth
    ? `Write ${isYes ? positive : negative} alone`
    : isYes
      ? `Write ${name} alone`
      : `Leave ${name} out`;
  return vaultError(
    "usage",
    // Not which one: it may be a passphrase or a key that was to be asked for.
    `${name} of ${pathOf(command)} takes no value, and one stands behind it.`,
    `${alone}. A context of that name goes before it.`,
  );
}
