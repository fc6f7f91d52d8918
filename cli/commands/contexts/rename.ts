import type { Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import { changeByName } from "../../ports/vault/change-by-name.ts";
import { finish, type Cli } from "../../cli.ts";

export function configureRename(command: Command, cli: Cli): void {
  command
    .argument("<context>", "its name now")
    .argument("<name>", "its new name")
    .action((from: string, to: string) => finish(cli, rename(cli, from, to)));
}

async function rename(
  cli: Cli,
  from: string,
  to: string,
): Promise<Result<void>> {
  const changed = await changeByName(cli, { kind: "rename", from, to });
  if (!changed.ok) return changed;
  cli.terminal.say(`Renamed ${from} to ${to}.`);
  if (changed.value.wantsLogin)
    cli.terminal.say(
      "Omni's key files carry the context's name: talosctl will ask you to log in again under the new one.",
    );
  return success(undefined);
}
