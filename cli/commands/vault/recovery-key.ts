import { Argument, type Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import { replaceRecoveryKey } from "../../../shared/core/usecases/vault/replace-recovery-key.ts";
import { proveRecoveryKey } from "../../../shared/core/usecases/vault/prove-recovery-key.ts";
import { vaultNotes } from "../../../shared/node/vault/vault-notes.ts";
import { insist } from "../../questions/ask.ts";
import { finish, type Cli } from "../../cli.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import { withRecoveryKey } from "../../questions/passphrases.ts";
import { showRecoveryKey } from "../../questions/show-recovery-key.ts";

interface Options {
  readonly yes?: true;
  readonly recoveryFd?: number;
}

export function configureRecoveryKey(command: Command, cli: Cli): void {
  command
    .addArgument(
      new Argument(
        "[what]",
        "verify: try the one that you keep, and change nothing",
      ).choices(["verify"]),
    )
    .option(
      "--recovery-fd <n>",
      "verify the key from this file descriptor",
      parseFd,
    )
    .option("-y, --yes", "do not ask")
    .addHelpText(
      "after",
      "\nThe new key alone goes to stdout, once, and counts when it is written there.\nBackups that you carried away before still open with the old one.",
    )
    .action((what: "verify" | undefined, options: Options) =>
      finish(
        cli,
        what === "verify"
          ? verify(cli, options.recoveryFd)
          : recoveryKey(cli, options),
      ),
    );
}

async function verify(
  { ports, terminal }: Cli,
  fd: number | undefined,
): Promise<Result<void>> {
  const prove = proveRecoveryKey(await ports.vault(), vaultNotes(ports.home));
  const proven = await withRecoveryKey(terminal, fd, prove);
  if (proven.ok) terminal.say("That recovery key opens the vault.");
  return proven;
}

async function recoveryKey(
  { ports, terminal }: Cli,
  { yes }: Options,
): Promise<Result<void>> {
  if (!yes) {
    const sure = await insist(
      terminal,
      "The old recovery key will stop working. Go on?",
      "Add --yes to replace it without being asked.",
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
