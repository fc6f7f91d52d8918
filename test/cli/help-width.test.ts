import type { Command } from "commander";
import { expect, test } from "vitest";
import type { Cli } from "../../cli/cli.ts";
import { addVerbs, bareProgram } from "../../cli/commander-program.ts";
import { helpLines } from "../../cli/output/help-lines.ts";
import { wordsOf } from "../../cli/output/wrapped.ts";
import { verbs } from "../../cli/verb-registry/verb-registry.ts";

/** The help of every verb, and of every verb below one, by its words. */
async function allHelp(columns: number): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  let shown = "";
  const program = bareProgram().configureOutput({
    writeOut: (text) => (shown += helpLines(text, columns)),
    getOutHelpWidth: () => columns,
  });
  await addVerbs(program, { verbs } as unknown as Cli, () => true);
  const look = (command: Command, words: string): void => {
    shown = "";
    command.outputHelp();
    found.set(words, shown);
    for (const one of command.commands) look(one, `${words} ${one.name()}`);
  };
  look(program, "talos-vault");
  return found;
}

/** It is copied as a whole; the name of a shell may stand before it. */
function isCommand(line: string): boolean {
  const command = line.replace(/^\S+: {2,}/, "");
  const isOne = wordsOf(command).length === 1;
  return isOne && /^(?:talos-vault|talosctl) /.test(command);
}

test("no line of a help is wider than 80 columns, but for a command that is longer", async () => {
  const help = await allHelp(80);
  expect(help.size).toBeGreaterThan(60);
  const wide = [...help].flatMap(([words, text]) =>
    text
      .split("\n")
      .filter((line) => line.length > 80 && !isCommand(line))
      .map((line) => `${words}: ${line}`),
  );
  expect(wide).toEqual([]);
});

test("a help says once what an option is when nobody gives it, and which one a verb cannot do without", async () => {
  const help = await allHelp(200);
  const twice = [...help].flatMap(([words, text]) =>
    text
      .split("\n")
      .filter((line) => line.split("(default").length > 2)
      .map((line) => `${words}: ${line}`),
  );
  expect(twice).toEqual([]);
  expect(help.get("talos-vault request")).toMatch(/--reason .* \(required\)/);
});
