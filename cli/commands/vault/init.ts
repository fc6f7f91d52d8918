import type { Command } from "commander";
import {
  initVault,
  type NewVault,
} from "../../../shared/core/usecases/vault/init.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import type { Secret } from "../../../shared/core/secret.ts";
import { finish, type Cli } from "../../cli.ts";
import { askNewPassphrase, readSecret } from "../../questions/passphrases.ts";
import { showRecoveryKey } from "../../questions/show-recovery-key.ts";

interface Options {
  passphrase?: true;
  keychain: boolean;
}

export function configureInit(command: Command, cli: Cli): void {
  command
    .option("--passphrase", "also set a passphrase, asked for on the terminal")
    .option(
      "--no-keychain",
      "do not use the OS keychain: a passphrase alone opens the vault",
    )
    .addHelpText(
      "after",
      `
The recovery key alone goes to stdout, once, before the vault is made; it is stored nowhere. With --passphrase-fd N the
passphrase is read from that descriptor. Without a terminal and without options the keychain
opens the vault and nothing is asked.`,
    )
    .action((options: Options) => finish(cli, init(cli, options)));
}

async function init(cli: Cli, options: Options): Promise<Result<void>> {
  const given = await givenPassphrase(cli, options);
  if (!given.ok) return given;
  const made = await make(cli, options, given.value);
  if (!made.ok) return made;
  await report(cli, made.value);
  return success(undefined);
}

/** The passphrase that was asked for by an option; null when none was. */
async function givenPassphrase(
  { terminal, ports }: Cli,
  options: Options,
): Promise<Result<Secret | null>> {
  if (ports.passphraseFd !== undefined)
    return readSecret(terminal, ports.passphraseFd, "--passphrase-fd");
  if (options.passphrase || (!options.keychain && terminal.isInteractive))
    return askNewPassphrase(terminal, undefined, "--passphrase-fd");
  return success(null);
}

/** Makes the vault; on a terminal, a machine without a keychain gets a passphrase instead. */
async function make(
  cli: Cli,
  { keychain }: Options,
  passphrase: Secret | null,
): Promise<Result<NewVault>> {
  const { terminal, ports } = cli;
  const initialise = initVault(await ports.vault());
  const slots = {
    keychain: keychain ? ("preferred" as const) : ("never" as const),
  };
  const show = (key: Secret) => showRecoveryKey(terminal, key);
  const made = await initialise(
    passphrase ? { ...slots, passphrase } : slots,
    show,
  );
  const isKeychainProblem = !made.ok && made.error.code.startsWith("keychain-");
  if (!isKeychainProblem || !terminal.isInteractive || passphrase) return made;
  terminal.say(
    `${made.error.message} A passphrase will open the vault instead.`,
  );
  const asked = await askNewPassphrase(terminal, undefined, "--passphrase-fd");
  return asked.ok
    ? initialise({ ...slots, passphrase: asked.value }, show)
    : asked;
}

async function report(
  { terminal, ports }: Cli,
  { slots, warnings }: NewVault,
): Promise<void> {
  terminal.say(`Vault made in ${ports.home}, opened by: ${slots.join(", ")}.`);
  (await ports.onlooker()).tell(warnings);
  terminal.say("Next: talos-vault import puts your talosconfig in.");
}
