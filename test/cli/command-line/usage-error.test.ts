import { Argument, CommanderError, Option, type Command } from "commander";
import { describe, expect, test } from "vitest";
import { refuseSwitchValue } from "../../../cli/command-line/switch-values.ts";
import {
  commandIn,
  usageError,
} from "../../../cli/command-line/usage-error.ts";
import { parseFd } from "../../../cli/ports/files/file-descriptor.ts";
import { bareProgram } from "../../../cli/commander-program.ts";

/** A small command line with what each kind of verb has. */
function programHere(): Command {
  const program = bareProgram().configureOutput({
    writeErr: () => undefined,
    writeOut: () => undefined,
  });
  program
    .command("guard")
    .exitOverride()
    .addArgument(
      new Argument("<what>", "look at it, or change it").choices([
        "show",
        "set",
      ]),
    )
    .argument("[context]", "its name");
  program
    .command("authority")
    .exitOverride()
    .addArgument(
      new Argument("<what>", "what to do").choices(["import", "list"]),
    );
  program
    .command("set")
    .exitOverride()
    .argument("[context]", "its name")
    .option("--production", "mark as production")
    .option("--no-production", "no longer")
    .option("--note <text>", "a note")
    .option("-f, --force", "anyway")
    .option("--key-fd <n>", "the key", parseFd)
    .addOption(
      new Option("--on-conflict <what>", "when a name is taken").choices([
        "rename",
        "skip",
      ]),
    )
    .addOption(new Option("--all", "all").conflicts("note"));
  const group = program.command("cluster").exitOverride();
  group
    .command("new <name>")
    .exitOverride()
    .requiredOption("--to <file>", "where it goes");
  return program;
}

const typedOf = (line: string) => {
  const words = line.split(" ");
  const program = programHere();
  const verbs = program.commands.map((one) => one.name());
  const verb = words.find((one) => verbs.includes(one)) ?? "";
  return { program, verbs, words, verb, hasDashes: false };
};

function refusal(line: string) {
  const typed = typedOf(line);
  try {
    typed.program.parse(typed.words, { from: "user" });
  } catch (error) {
    if (error instanceof CommanderError) return usageError(error, typed);
    throw error;
  }
  throw new Error(`${line} is understood`);
}

// prettier-ignore
describe("what is wrong with a line is said in our words, with what to type instead", () => {
  test.each<[string, string, string | RegExp]>([
    ["guard lab", 'talos-vault guard does not know "lab": after it comes show or set.', "To look at it: talos-vault guard show lab"],
    ["guard shwo lab", 'talos-vault guard does not know "shwo": after it comes show or set.', "Did you mean show?"],
    ["guard", "talos-vault guard needs <what>: look at it, or change it.", "Choose one: talos-vault guard show; talos-vault guard set"],
    ["authority", "talos-vault authority needs <what>: what to do.", "Choose one: talos-vault authority import; talos-vault authority list"],
    ["authority lab", 'talos-vault authority does not know "lab": after it comes import or list.', /authority --help/],
    ["set a b", "talos-vault set takes 1 word at most ([context]), and got 2.", /set --help/],
    ["set a --on-conflict skp", '--on-conflict cannot be "skp". It takes rename or skip.', "Did you mean skip?"],
    ["set a --key-fd sesame", "--key-fd cannot be that. A file descriptor is a number, such as 3.", /set --help/],
    ["set a --note", "--note needs a value.", /set --help/],
    ["set a --nope", "talos-vault set has no option --nope.", /--help|mean/],
    ["--force set a", "talos-vault has no option --force.", /behind its verb/],
    ["set a --all --note x", "--all and --note do not go together.", "Leave one of them out."],
    ["cluster new a", "talos-vault cluster new needs --to <file>: where it goes.", /cluster new --help/],
    ["cluster new a --too x", "talos-vault cluster new needs --to <file>: where it goes.", "Did you mean --to?"],
    ["cluster nwe", 'talos-vault cluster has no verb "nwe".', "Did you mean new?"],
    ["frobnicate", 'talos-vault has no verb "frobnicate".', /--help lists the verbs/],
  ])("%s", (line, message, next) => {
    const said = refusal(line);
    expect(said.message).toBe(message);
    if (typeof next === "string") expect(said.next).toBe(next);
    else expect(said.next).toMatch(next);
  });
});

describe("an option without a value is not given one", () => {
  const refused = (line: string) => {
    const typed = typedOf(line);
    return refuseSwitchValue(commandIn(typed), typed.words)?.next ?? null;
  };
  test.each([
    ["set --production on", "Write --production alone"],
    ["set lab --production=true", "Write --production alone"],
    ["set lab --production off", "Write --no-production alone"],
    ["set lab --no-production no", "Write --production alone"],
    ["set lab -f yes", "Write -f alone"],
    ["set lab --force=no", "Leave --force out"],
  ])("%s", (line, next) => {
    expect(refused(line)).toBe(
      `${next}. A context of that name goes before it.`,
    );
  });
  test("which may be a secret is not repeated", () => {
    const typed = typedOf("set --force=sesame");
    const said = refuseSwitchValue(commandIn(typed), typed.words);
    expect(said?.message).toMatch(/--force of .* takes no value/);
    expect(JSON.stringify(said)).not.toContain("sesame");
  });
  test.each([
    "set on --production",
    "set --production lab",
    "set lab --note on --production",
    "set lab --note=on",
  ])("%s is fine", (line) => {
    expect(refused(line)).toBeNull();
  });
});
