import type { Command } from "commander";
import { success, type Result } from "../../shared/core/result.ts";
import { replaceRecoveryKey } from "../../shared/core/usecases/vault/replace-recovery-key.ts";
import { insist } from "../ask.ts";
import { finish, type Cli } from "../cli.ts";
import { showRecoveryKey } from "../show-recovery-key.ts";

export function configureRecoveryKey(command: Command, cli: Cli): void {
  command
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      "\nThe new key alone goes to stdout, once, and counts when it is written there. Backups that you carried away before still open with the old one.",
    )
    .action((options: { yes?: true }) =>
      finish(cli, recoveryKey(cli, options)),
    );
}

async function recoveryKey(
  { ports, terminal }: Cli,
  { yes }: { yes?: true },
): Promise<Result<void>> {
  if (!yes && terminal.isInteractive) {
    const sure = await insist(
      terminal,
      "The old recovery key will stop working. Go on?",
      "",
    );
    if (!sure.ok) return sure;
  }
  const replaced = await replaceRecoveryKey(await ports.vault())((key) =>
    showRecoveryKey(terminal, key),
  );
  if (!replaced.ok) return replaced;
  terminal.say("The new recovery key counts now; the old one opens nothing.");
  return success(undefined);
}
