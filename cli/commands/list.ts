import type { Command } from "commander";
import { success, type Result } from "../../shared/core/result.ts";
import { finish, type Cli } from "../cli.ts";
import { contextTable } from "../context-table.ts";
import { openReader } from "../open-reader.ts";

export function configureList(command: Command, cli: Cli): void {
  command
    .option("--json", "print JSON")
    .action((options: { json?: true }) => finish(cli, list(cli, options)));
}

async function list(cli: Cli, options: { json?: true }): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const reader = await openReader(cli);
  if (!reader.ok) return reader;
  const contexts = await reader.value.list();
  if (!contexts.ok) return contexts;
  if (options.json) terminal.json({ contexts: contexts.value });
  else if (contexts.value.length === 0)
    terminal.say(
      "The vault is empty. Put a talosconfig in with: talos-vault import FILE",
    );
  else
    terminal.write(contextTable(contexts.value, ports.clock.now(), terminal));
  return success(undefined);
}
