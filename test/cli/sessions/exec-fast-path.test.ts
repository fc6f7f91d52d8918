import { Command } from "commander";
import { describe, expect, test } from "vitest";
import type { Cli } from "../../../cli/cli.ts";
import { configureExec } from "../../../cli/commands/sessions/exec/exec.ts";
import { readPlainExec } from "../../../cli/commands/sessions/exec/read-plain-exec.ts";
import { splitAtDashes } from "../../../cli/command-line/split-at-dashes.ts";

/** What commander makes of the same words; null when it refuses them. */
function readWithCommander(args: readonly string[]): unknown {
  const [words, command] = splitAtDashes(args);
  const program = new Command()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  const exec = program.command("exec").exitOverride();
  exec.configureOutput({ writeErr: () => undefined });
  configureExec(exec, {} as Cli);
  let read: unknown = null;
  exec.action((contexts: readonly string[], options: object) => {
    expect(contexts.length).toBeLessThan(2);
    const [context] = contexts;
    read = { context, session: { ...options }, command };
  });
  try {
    program.parse(words, { from: "user" });
    return read;
  } catch {
    return null;
  }
}

const same = [
  "exec prod -- true",
  "exec -- talosctl version --nodes 10.0.0.1",
  "exec - -- true",
  "exec --ttl 90s prod -- true",
  "exec prod --ttl=1h30m -- true",
  "exec prod --delivery file --stored --follow --nested -- sh -c x",
  "exec --delivery fd prod -- -- x",
];

const leftToCommander = [
  "exec prod",
  "exec prod --",
  "exec prod --ttl soon -- true",
  "exec prod --delivery pigeon -- true",
  "exec a b -- true",
  "exec prod --unknown -- true",
  "exec --help -- true",
  "--passphrase-fd 3 exec prod -- true",
  "list -- exec",
];

describe("the quick way to exec", () => {
  test.each(same)("reads `%s` as the parser does", (line) => {
    const args = line.split(" ");
    const quick = readPlainExec(args);
    expect(quick).not.toBeNull();
    expect(quick).toEqual(readWithCommander(args));
  });

  test.each(leftToCommander)("leaves `%s` to the parser", (line) => {
    expect(readPlainExec(line.split(" "))).toBeNull();
  });
});
