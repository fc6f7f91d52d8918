import { parseArgs } from "node:util";
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

const flag = { type: "boolean" } as const;
const options = {
  ttl: { type: "string" },
  delivery: { type: "string" },
  stored: flag,
  follow: flag,
  nested: flag,
} as const;

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
  try {
    const { values, positionals } = parseArgs({
      args: [...words],
      options,
      allowPositionals: true,
    });
    const session = positionals.length > 1 ? null : readSessionOptions(values);
    return session && { context: positionals[0], session };
  } catch {
    return null;
  }
}

interface Values {
  readonly ttl?: string;
  readonly delivery?: string;
  readonly stored?: boolean;
  readonly follow?: boolean;
  readonly nested?: boolean;
}

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
