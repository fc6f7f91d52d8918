import { parseDuration } from "../../../../shared/core/sessions/duration.ts";
import { splitAtDashes } from "../../../command-line/split-at-dashes.ts";
import type { SessionOptions } from "../starting/session-options.ts";

interface PlainWords {
  readonly context: string | undefined;
  readonly session: SessionOptions;
}

export interface PlainExec extends PlainWords {
  readonly command: readonly string[];
}

const flags = ["stored", "follow", "nested"] as const;
const valued = /^--(ttl|delivery)(?:=(.*))?$/s;

/**
 * `exec` is what people wait for most, so that what is plainly right is run without loading the parser of the
 * command line. Anything else (help, a mistake, a role, a descriptor) is left to it: then this is null.
 */
export function readPlainExec(args: readonly string[]): PlainExec | null {
  const [[verb, ...words], command] = splitAtDashes(args);
  if (verb !== "exec" || !command?.length) return null;
  const plain = readPlainWords(words);
  return plain && { ...plain, command };
}

/** The words after `exec`, up to the command, or after `shell`. Null where they are not plainly right. */
export function readPlainWords(words: readonly string[]): PlainWords | null {
  const read = valuesIn(words);
  const session = read && readSessionOptions(read.values);
  return session && { context: read.name, session };
}

/** Without parseArgs of node:util, whose loading takes longer than all the rest of this. */
function valuesIn(
  words: readonly string[],
): { readonly values: Values; readonly name: string | undefined } | null {
  const values: Values = {};
  const names: string[] = [];
  const left = [...words];
  for (let word = left.shift(); word !== undefined; word = left.shift()) {
    const flag = flags.find((name) => word === `--${name}`);
    const [, option, inline] = valued.exec(word) ?? [];
    if (flag) values[flag] = true;
    else if (option === "ttl" || option === "delivery")
      values[option] = inline ?? left.shift() ?? "-";
    else names.push(word);
  }
  // What begins so is an option of others, or the value of one that lacks it; alone it is the context of before.
  const others = names.filter((name) => name !== "-");
  const all = [...others, values.ttl, values.delivery];
  return names.length > 1 || all.some((one) => one?.startsWith("-"))
    ? null
    : { values, name: names[0] };
}

type Values = Partial<
  Record<(typeof flags)[number], true> & Record<"ttl" | "delivery", string>
>;

function readSessionOptions(values: Values): SessionOptions | null {
  const { ttl, delivery, stored, follow, nested } = values;
  const session: SessionOptions = {};
  if (ttl !== undefined) {
    const seconds = parseDuration(ttl);
    if (seconds === null) return null;
    session.ttl = seconds;
  }
  if (delivery === "fd" || delivery === "file") session.delivery = delivery;
  else if (delivery !== undefined) return null;
  if (stored) session.stored = stored;
  if (follow) session.follow = follow;
  if (nested) session.nested = nested;
  return session;
}
