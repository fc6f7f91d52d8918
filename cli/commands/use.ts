import type { Command } from "commander";
import { changeVault } from "../../shared/core/usecases/change-vault.ts";
import { useContext } from "../../shared/core/usecases/use-context.ts";
import { success, type Result } from "../../shared/core/result.ts";
import { finish, type Cli } from "../cli.ts";
import { chooseContext } from "../choose-context.ts";
import { printable } from "../terminal.ts";

export function configureUse(command: Command, cli: Cli): void {
  command
    .argument("[context]", "its name; - is the previous one")
    .action((context: string | undefined) => finish(cli, use(cli, context)));
}

async function use(
  cli: Cli,
  wanted: string | undefined,
): Promise<Result<void>> {
  const name = await chooseContext(cli, wanted);
  if (!name.ok) return name;
  const changed = await changeVault(cli.ports.vault())((document) =>
    useContext(document, name.value),
  );
  if (!changed.ok) return changed;
  const { current } = changed.value.document;
  cli.terminal.say(`Current context: ${printable(current)}`);
  return success(undefined);
}
