import type { Command } from "commander";
import { backupVault } from "../../../shared/core/usecases/vault/backup.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { vaultRecords } from "../../../shared/node/vault/vault-records.ts";
import { finish, type Cli } from "../../cli.ts";
import { logEndSentence } from "../../output/log-end.ts";
import {
  offerForce,
  privateTarget,
  targetName,
} from "../../ports/files/private-output.ts";

export function configureBackup(command: Command, cli: Cli): void {
  command
    .argument("<file>", "where to write it; - is stdout")
    .option("-f, --force", "replace the file if it exists")
    .addHelpText(
      "after",
      `
The file is a tar of the encrypted vault, its slots and, encrypted too, audit log and settings.
It opens with the passphrase or the recovery key, also without this program:
tar -xf FILE, then age -d -i recovery.txt vault.age`,
    )
    .action((file: string, options: { force?: true }) =>
      finish(cli, backup(cli, file, options.force ?? false)),
    );
}

async function backup(
  cli: Cli,
  file: string,
  replace: boolean,
): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const packed = await backupVault(
    await ports.vault(),
    vaultRecords(ports.home),
  )();
  if (!packed.ok) return packed;
  const files = privateTarget(cli, "sealed");
  const { bytes } = packed.value;
  const written = await files.writePrivate(file, bytes, replace);
  if (!written.ok) return offerForce(written);
  (await ports.onlooker()).tell(packed.value.warnings);
  const { generation, logEnd } = packed.value;
  terminal.say(
    `Wrote ${targetName(file)}: the vault, encrypted, generation ${String(generation)}.`,
  );
  if (logEnd !== null)
    terminal.say(
      `${logEndSentence(logEnd)} Keep that with it: talos-vault audit verify --anchor tells whether the log still has it.`,
    );
  return success(undefined);
}
