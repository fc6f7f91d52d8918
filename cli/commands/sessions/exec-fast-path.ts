import { parseArgs } from "node:util";
import { parseDuration } from "../../../shared/core/sessions/duration.ts";
import { unusableVariable } from "../../../shared/node/vault/vault-location.ts";
import { finish, type Cli } from "../../cli.ts";
import { exec } from "./run-exec.ts";
import { CliPorts } from "../../ports/ports.ts";
import type { SessionOptions } from "./prepare-session.ts";
import { reportBug } from "../../report-bug.ts";
import { splitAtDashes } from "../../split-at-dashes.ts";
import { Terminal } from "../../terminal.ts";

export interface PlainExec {
  readonly context: string | undefined;
  readonly wishes: SessionOptions;
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
  try {
    const { values, positionals } = parseArgs({
      args: words,
      options,
      allowPositionals: true,
    });
    const wishes = positionals.length > 1 ? null : readWishes(values);
    return wishes && { context: positionals[0], wishes, command };
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

function readWishes(values: Values): SessionOptions | null {
  const { ttl, delivery, stored, follow, nested } = values;
  const wishes: SessionOptions = {};
  if (ttl !== undefined) {
    const seconds = parseDuration(ttl);
    if (seconds === null) return null;
    wishes.ttl = seconds;
  }
  if (delivery === "fd" || delivery === "file") wishes.delivery = delivery;
  else if (delivery !== undefined) return null;
  if (stored) wishes.stored = stored;
  if (follow) wishes.follow = follow;
  if (nested) wishes.nested = nested;
  return wishes;
}

/** True when it was an `exec` and has been run; the exit code is set. */
export async function runPlainExec(args: readonly string[]): Promise<boolean> {
  const quick = readPlainExec(args);
  if (quick === null || unusableVariable(process.env, process.platform))
    return false;
  const terminal = new Terminal();
  const ports = new CliPorts(terminal, () => undefined);
  const cli: Cli = { terminal, ports, verbs: {}, command: quick.command };
  try {
    await finish(cli, exec(cli, quick.context, quick.wishes));
  } catch (error) {
    reportBug(terminal, error);
  }
  return true;
}
