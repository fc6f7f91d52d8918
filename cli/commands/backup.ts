import type { Command } from "commander";
import { backupVault } from "../../shared/core/usecases/backup-vault.ts";
import { diskFiles } from "../../shared/node/disk-files.ts";
import { success, type Result } from "../../shared/core/result.ts";
import { finish, type Cli } from "../cli.ts";

export function configureBackup(command: Command, cli: Cli): void {
  command
    .argument("<file>", "where to write it")
    .option("-f, --force", "replace the file if it exists")
    .addHelpText(
      "after",
      `
The file is a tar of the encrypted vault and its slots. It opens with the passphrase or the
recovery key, also without this program: tar -x, then age -d -i recovery.txt vault.age`,
    )
    .action((file: string, options: { force?: true }) =>
      finish(cli, backup(cli, file, options.force ?? false)),
    );
}

async function backup(
  { terminal, ports }: Cli,
  file: string,
  replace: boolean,
): Promise<Result<void>> {
  const packed = await backupVault(await ports.vault())();
  if (!packed.ok) return packed;
  const written = await diskFiles.writePrivate(
    file,
    packed.value.bytes,
    replace,
  );
  if (!written.ok) return written;
  terminal.say(
    `Wrote ${file}: the vault, encrypted, generation ${String(packed.value.generation)}.`,
  );
  return success(undefined);
}
