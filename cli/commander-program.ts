import { Command, Help, type Option } from "commander";
import manifest from "../package.json" with { type: "json" };
import type { Cli } from "./cli.ts";
import { parseFd } from "./ports/files/file-descriptor.ts";

export const afterword = `
Data goes to stdout, everything else to stderr; --json gives stable keys.
Exit codes: 0 done, 1 refused or failed, 2 wrong usage, 3 vault locked or keychain
unavailable, 4 not found, 5 conflict; exec and shell return the command's own code.
`;

/** The command line without its verbs. */
export function bareProgram(): Command {
  return (
    new Command("talos-vault")
      .description("A vault for Talos Linux credentials.")
      .version(manifest.version, "-V, --version", "print the version")
      .option(
        "--passphrase-fd <n>",
        "read the vault's passphrase from this file descriptor",
        parseFd,
      )
      .addHelpText("after", afterword)
      // Beside the names of verbs there is less room than commander wraps by itself.
      .configureHelp({ minWidthToWrap: 20, optionDescription })
      .helpCommand(false)
      .exitOverride()
  );
}

/** As commander says it, and whether a verb cannot do without it: its usage line has no more than [options]. */
function optionDescription(this: Help, option: Option): string {
  const said = Help.prototype.optionDescription.call(this, option);
  return option.mandatory ? `${said} (required)` : said;
}

/** Adds verbs as lines of the help (`names`: those alone; a command that nobody may see takes time, too), and loads those that are asked for. */
export async function addVerbs(
  program: Command,
  cli: Cli,
  isAsked: (verb: string) => boolean,
  names: readonly string[] = Object.keys(cli.verbs),
): Promise<void> {
  for (const name of names) {
    const verb = cli.verbs[name];
    if (!verb) continue;
    const command = program
      .command(name)
      .description(verb.summary)
      .summary(verb.summary)
      .helpGroup(verb.group ?? "");
    command.exitOverride();
    if (isAsked(name)) (await verb.load())(command, cli);
  }
}
