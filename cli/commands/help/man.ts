import type { Command } from "commander";
import { success } from "../../../shared/core/result.ts";
import { finish, type Cli } from "../../cli.ts";
import { manualPage } from "./manual.ts";
import { addVerbs, bareProgram } from "../../commander-program.ts";

export function configureMan(command: Command, cli: Cli): void {
  command
    .addHelpText(
      "after",
      `
To read it:     talos-vault man | man -l -
To install it:  talos-vault man > ~/.local/share/man/man1/talos-vault.1`,
    )
    .action(() => finish(cli, man(cli)));
}

async function man(cli: Cli) {
  const program = bareProgram();
  await addVerbs(program, cli, () => true);
  cli.terminal.code(manualPage(program));
  return success(undefined);
}
