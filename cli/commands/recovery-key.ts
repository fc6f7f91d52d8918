import type { Command } from "commander";
import { success, type Result } from "../../shared/core/result.ts";
import { replaceRecoveryKey } from "../../shared/core/usecases/vault/replace-recovery-key.ts";
import { insist } from "../ask.ts";
import { finish, type Cli } from "../cli.ts";

export function configureRecoveryKey(command: Command, cli: Cli): void {
  command
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      "\nThe new key alone goes to stdout, once. Backups made before still open with the old one.",
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
  const made = await replaceRecoveryKey(await ports.vault())();
  if (!made.ok) return made;
  terminal.say(
    "New recovery key. It is shown once and stored nowhere; the old one opens nothing.",
  );
  terminal.out(made.value.reveal());
  return success(undefined);
}
