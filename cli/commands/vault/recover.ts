import type { Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import type { Secret } from "../../../shared/core/secret.ts";
import {
  openWithRecoveryKey,
  recoverVault,
} from "../../../shared/core/usecases/vault/recover.ts";
import { vaultNotes } from "../../../shared/node/vault/vault-notes.ts";
import { finish, type Cli } from "../../cli.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import {
  askNewPassphrase,
  withRecoveryKey,
} from "../../questions/passphrases.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";

interface Options {
  recoveryFd?: number;
  newPassphraseFd?: number;
  passphrase?: true;
  acceptOlder?: true;
  keychain?: true;
}

export function configureRecover(command: Command, cli: Cli): void {
  command
    .option(
      "--recovery-fd <n>",
      "read the recovery key from this file descriptor",
      parseFd,
    )
    .option(
      "--passphrase",
      "also set a new passphrase, asked for on the terminal",
    )
    .option(
      "--new-passphrase-fd <n>",
      "also set a new passphrase, from this descriptor",
      parseFd,
    )
    .option(
      "--keychain",
      "also put a vault into the keychain that was made to be in none",
    )
    .option(
      "--accept-older",
      "also where the file is older than the last one written here",
    )
    .action((options: Options) => finish(cli, recover(cli, options)));
}

async function recover(cli: Cli, options: Options): Promise<Result<void>> {
  const { ports, terminal } = cli;
  const vault = await ports.vault();
  const key = await withRecoveryKey(
    terminal,
    options.recoveryFd,
    async (given) => {
      const opened = await openWithRecoveryKey(vault, given, "accepted");
      return opened.ok ? success(given) : opened;
    },
  );
  if (!key.ok) return key;
  const passphrase = await newPassphrase(cli, options);
  if (!passphrase.ok) return passphrase;
  const recovered = await recoverVault(vault, vaultNotes(ports.home))(
    key.value,
    {
      passphrase: passphrase.value,
      acceptOlder: options.acceptOlder ?? false,
      keychain: options.keychain ?? false,
    },
  );
  if (!recovered.ok) return recovered;
  const { contexts, slots, warnings } = recovered.value;
  (await ports.onlooker()).tell(warnings);
  terminal.say(
    `Recovered ${countOf(contexts, "context")}; now opened by: ${[...slots, "recovery key"].join(", ")}.`,
  );
  terminal.say(
    "The recovery key stays what it was: put it back where it is kept. The vault as it was before is an earlier generation, and can be put back. Run: talos-vault restore --list",
  );
  return success(undefined);
}

async function newPassphrase(
  { terminal }: Cli,
  { passphrase, newPassphraseFd }: Options,
): Promise<Result<Secret | null>> {
  if (!passphrase && newPassphraseFd === undefined) return success(null);
  return askNewPassphrase(terminal, newPassphraseFd, "--new-passphrase-fd");
}
