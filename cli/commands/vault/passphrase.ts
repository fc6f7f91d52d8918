import { Argument, type Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  removePassphrase,
  setPassphrase,
} from "../../../shared/core/usecases/vault/change-passphrase.ts";
import { finish, type Cli } from "../../cli.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import { askNewPassphrase } from "../../questions/passphrases.ts";

type Action = "set" | "change" | "remove";
const option = "--new-passphrase-fd";

export function configurePassphrase(command: Command, cli: Cli): void {
  command
    .addArgument(
      new Argument("<what>", "what to do with it").choices([
        "set",
        "change",
        "remove",
      ]),
    )
    .option(
      `${option} <n>`,
      "read the new passphrase from this file descriptor",
      parseFd,
    )
    .action((what: Action, options: { newPassphraseFd?: number }) =>
      finish(cli, passphrase(cli, what, options.newPassphraseFd)),
    );
}

async function passphrase(
  { ports, terminal }: Cli,
  what: Action,
  fd: number | undefined,
): Promise<Result<void>> {
  const vault = await ports.vault();
  if (what === "remove") {
    const removed = await removePassphrase(vault)();
    if (removed.ok) terminal.say("The passphrase no longer opens the vault.");
    return removed;
  }
  const slot = await vault.folder.read("identity.age");
  if (!slot.ok) return slot;
  const hasOne = slot.value !== null;
  if (hasOne !== (what === "change")) return failure(wrongVerb(hasOne));
  const asked = await askNewPassphrase(terminal, fd, option);
  if (!asked.ok) return asked;
  const changed = await setPassphrase(vault)(asked.value);
  if (!changed.ok) return changed;
  terminal.say(
    hasOne ? "Changed. The old passphrase opens nothing any more." : "Set.",
  );
  return success(undefined);
}

function wrongVerb(hasOne: boolean) {
  return hasOne
    ? vaultError(
        "vault-exists",
        "The vault has a passphrase already.",
        "Use: talos-vault passphrase change",
      )
    : vaultError(
        "passphrase-missing",
        "The vault has no passphrase.",
        "Use: talos-vault passphrase set",
      );
}
