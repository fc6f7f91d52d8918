import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { CommanderError, type Command } from "commander";
import { beforeAll, describe, expect, test } from "vitest";
import type { Cli } from "../../cli/cli.ts";
import { resolveAliases } from "../../cli/command-line/verb-aliases.ts";
import { manualPage } from "../../cli/commands/help/manual.ts";
import { addVerbs, bareProgram } from "../../cli/commander-program.ts";
import { splitAtDashes } from "../../cli/command-line/split-at-dashes.ts";
import { verbs } from "../../cli/verb-registry/verb-registry.ts";

const root = resolve(import.meta.dirname, "../..");

/** Words that stand behind the program's name in a sentence about it. */
const prose = new Set([
  "as",
  "can",
  "has",
  "in",
  "is",
  "keeps",
  "knows",
  "on",
  "takes",
  "that",
  "the",
  "to",
  "took",
  "once",
  "wrote",
  "for",
  "with",
  "process",
  "file",
  "itself",
  "and",
  "or",
  "from",
  "of",
  "uses",
  "does",
  "makes",
  "reads",
  "asks",
  "meanwhile",
]);

/** The parser, with nothing behind it. */
async function dryProgram(): Promise<Command> {
  const program = bareProgram().configureOutput({
    writeErr: () => {},
    writeOut: () => {},
  });
  await addVerbs(program, { verbs } as unknown as Cli, () => true);
  const silence = (command: Command): void => {
    command
      .exitOverride()
      .configureOutput({ writeErr: () => {}, writeOut: () => {} });
    const isRun = command.registeredArguments.length > 0;
    if (isRun || command.commands.length === 0) command.action(() => {});
    command.commands.forEach(silence);
  };
  program.commands.forEach(silence);
  return program;
}

/** The words of a line as a shell would read them; brackets of a synopsis fall away. */
function wordsOf(line: string): string[] {
  const words = line.match(/(?:[^\s"']+|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replaceAll(/["']/g, ""));
}

async function parse(line: string): Promise<string | null> {
  const words = resolveAliases(wordsOf(line).slice(1), verbs);
  const [own, behind] = splitAtDashes(words);
  const takes = verbs[own.find((word) => word in verbs) ?? ""]?.takesCommand;
  try {
    await (
      await dryProgram()
    ).parseAsync(takes ? own : [...own, ...(behind ? ["--", ...behind] : [])], {
      from: "user",
    });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0 || error.code === "commander.help") return null;
    // A placeholder stands for a value of the right kind.
    if (
      error.code === "commander.invalidArgument" &&
      /'[A-Z][A-Z…=,-]*'/.test(error.message)
    )
      return null;
    return error.message;
  }
}

/** Commands in a text of Markdown: lines of its shell blocks, and what stands between backquotes. */
function commandsOfDocument(text: string): readonly string[] {
  const blocks = [
    ...text.matchAll(/```(?:sh|bash|console|fish|zsh)?\n([^]*?)```/g),
  ].flatMap(([, block = ""]) => block.replaceAll("\\\n", " ").split("\n"));
  const inline = [
    ...text.replaceAll(/```[^]*?```/g, "").matchAll(/`([^`]*)`/g),
  ].map(([, code = ""]) => code.replaceAll("\n", " "));
  return [...blocks, ...inline].flatMap(commandsIn);
}

/** The calls of our program in a line of a shell, without what is around them. */
function commandsIn(line: string): readonly string[] {
  const bare = line
    .replace(/(?:^|\s)# .*$/, "")
    .replaceAll(/<\([^)]*\)/g, "FILE")
    .replaceAll(/\d*<+\s*(?:"[^"]*"|'[^']*'|\S+)/g, "");
  const command =
    /(?:^|[\s("$;|&])(talos-vault(?:[ ]+(?:"[^"]*"|'[^']*'|[^\s;|&()<>"']+)+)+)/g;
  return [...bare.matchAll(command)]
    .map(([, words = ""]) => words.trim())
    .filter((words) => !/[[\]…]|\.\.\./.test(words));
}

/** Calls in strings of source text; what is computed is a value. */
function commandsOfSource(text: string): readonly string[] {
  const bare = text
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(/^\s*\/\/.*$/gm, "")
    .replaceAll(/\$\{[^{}]*\}/g, "VALUE");
  return [...bare.matchAll(/talos-vault ([a-z][a-z-]*[^"`'\n;|()]*)/g)].map(
    ([, words = ""]) => words,
  );
}

function verbProblem(
  words: readonly string[],
  program: Command,
): string | null {
  const verb = words[0]?.replace(/[.,:]$/, "") ?? "";
  const command = program.commands.find((one) => one.name() === verb);
  if (!command) return prose.has(verb) ? null : `no verb "${verb}"`;
  const sub = command.commands.find((one) => one.name() === words[1]);
  const known = [program, command, ...(sub ? [sub] : [])].flatMap(
    ({ options }) => options.flatMap(({ long, short }) => [long, short]),
  );
  const dashes = words.indexOf("--");
  const unknown = (dashes < 0 ? words : words.slice(0, dashes))
    .map((word) => /^(--[a-z][a-z-]*)/.exec(word)?.[1])
    .find(
      (option) =>
        option !== undefined && option !== "--help" && !known.includes(option),
    );
  return unknown === undefined ? null : `"${verb}" has no option ${unknown}`;
}

describe("no advice names what is not there", () => {
  let program: Command;
  beforeAll(async () => {
    program = await dryProgram();
  });

  const documents = globSync(
    ["README.md", "SECURITY.md", "CONTRIBUTING.md", "docs/*.md"],
    { cwd: root },
  ).toSorted();
  test.each(documents)("every command in %s is one", async (file) => {
    const commands = [
      ...new Set(commandsOfDocument(readFileSync(join(root, file), "utf8"))),
    ];
    const problems = [];
    for (const command of commands) {
      // oxlint-disable-next-line no-await-in-loop
      const problem = await parse(command);
      if (problem !== null) problems.push(`${command}: ${problem}`);
    }
    expect(problems).toEqual([]);
  });

  test("every verb and option in a message of the program is one", () => {
    const files = globSync("{cli,shared,renderer,electron}/**/*.{ts,tsx}", {
      cwd: root,
      exclude: (path) => path.endsWith("generated"),
    });
    const problems = files.flatMap((file) =>
      commandsOfSource(readFileSync(join(root, file), "utf8")).flatMap(
        (line) => {
          const problem = verbProblem(wordsOf(line), program);
          return problem === null
            ? []
            : [`${file}: talos-vault ${line.trim()}: ${problem}`];
        },
      ),
    );
    expect(problems).toEqual([]);
  });

  test("every command in a help text is one", () => {
    const texts = program.commands.map((command) => {
      let text = "";
      command.configureOutput({
        writeOut: (part) => {
          text += part;
        },
      });
      command.outputHelp();
      return text.replace(/^Usage:.*$/m, "");
    });
    const problems = texts
      .flatMap(commandsOfSource)
      .flatMap((line) => verbProblem(wordsOf(line), program) ?? []);
    expect(problems).toEqual([]);
  });

  test("a command that is not there is found out", async () => {
    expect(await parse("talos-vault frobnicate")).toContain("unknown command");
    expect(await parse("talos-vault list --nope")).toContain("unknown option");
    expect(verbProblem(["frobnicate"], program)).toContain("no verb");
    expect(verbProblem(["list", "--nope"], program)).toContain("no option");
  });
});

test("the manual page has every verb and every option of the parser", async () => {
  const program = await dryProgram();
  const page = manualPage(program).replaceAll("\\-", "-");
  const walk = (command: Command): void => {
    for (const { flags } of command.options)
      expect(page).toContain(`.B ${flags}`);
    for (const one of command.commands) {
      expect(page).toMatch(
        new RegExp(`^\\.SS talos-vault .*\\b${one.name()}\\b`, "m"),
      );
      walk(one);
    }
  };
  walk(program);
});
