import { Option, type Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { limits } from "../../../shared/core/limits.ts";
import { momentText } from "../../../shared/core/moment-text.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { Secret } from "../../../shared/core/secret.ts";
import {
  addSopsKey,
  findSopsKey,
  identityIn,
  removeSopsKey,
  sopsKeyOf,
} from "../../../shared/core/usecases/stores/sops-keys.ts";
import { nameWord, shellWord } from "../../../shared/core/text/shell-words.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import { newIdentity } from "../../../shared/core/vault/sealed/age/age.ts";
import type { ConsentRule } from "../../../shared/core/vault/document.ts";
import { finish, type Cli } from "../../cli.ts";
import { giveSopsKey } from "../../../shared/core/usecases/stores/give-sops-key.ts";
import { givingPorts } from "../../ports/stores/give-sops-keys.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { tellDoctor } from "../../ports/files/private-output.ts";
import { waitingFiles } from "../../ports/waiting/waiting-files.ts";
import { insist } from "../../questions/ask.ts";
import { table } from "../../output/table.ts";

interface AddOptions {
  readonly consent?: ConsentRule;
}

export function configureSopsKey(command: Command, cli: Cli): void {
  command
    .argument(
      "[name]",
      "the key that is printed; needed where there are several",
    )
    .action((name: string | undefined) => finish(cli, print(cli, name)));
  command
    .command("add <name>")
    .description(
      "make a key that is nowhere but in the vault, and print its recipient",
    )
    .addOption(consentOption())
    .action((name: string, options: AddOptions) =>
      finish(cli, add(cli, name, options)),
    );
  command
    .command("import <name> <file>")
    .description("keep the key of a keys.txt; - is stdin")
    .addOption(consentOption())
    .action((name: string, file: string, options: AddOptions) =>
      finish(cli, importKey(cli, name, file, options)),
    );
  command
    .command("list")
    .description("list the keys with their recipients")
    .option("--json", "print JSON")
    .action((options: { json?: true }) => finish(cli, list(cli, options)));
  command
    .command("remove <name>")
    .description("forget a key: what is encrypted to it alone is lost")
    .option("-y, --yes", "do not ask")
    .action((name: string, options: { yes?: true }) =>
      finish(cli, remove(cli, name, options)),
    );
  command.addHelpText(
    "after",
    `
Without add, import, list or remove it prints a key to stdout, for sops:
  export SOPS_AGE_KEY_CMD="talos-vault sops-key lab"
  sops decrypt clusters/lab.sops.yaml
A person is asked first where the key or the vault says so, and on a vault with production contexts.
Files of SOPS that are given to this program open with these keys by themselves.`,
  );
}

function consentOption(): Option {
  return new Option(
    "--consent <rule>",
    "whether a person is asked before it is used; for good (default: as the vault says)",
  ).choices(["always", "never"]);
}

async function print(
  cli: Cli,
  wanted: string | undefined,
): Promise<Result<void>> {
  const { terminal } = cli;
  if (terminal.isStdoutTerminal) return failure(onTerminal(wanted));
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const found = findSopsKey(document.value, wanted);
  if (!found.ok) return found;
  const given = await giveSopsKey(
    givingPorts(cli),
    document.value,
    found.value,
    "was given",
  );
  if (!given.ok) return given;
  const line = [given.value.reveal(), ""].join("\n");
  return terminal.handOut(new TextEncoder().encode(line));
}

async function add(
  cli: Cli,
  name: string,
  options: AddOptions,
): Promise<Result<void>> {
  return keep(cli, name, await newIdentity(), options);
}

async function importKey(
  cli: Cli,
  name: string,
  file: string,
  options: AddOptions,
): Promise<Result<void>> {
  const read = await waitingFiles(cli).read(file, limits.ageKeyFile.most);
  if (!read.ok) return read;
  const identity = await identityIn(read.value);
  if (!identity.ok) return identity;
  const kept = await keep(cli, name, identity.value, options);
  if (!kept.ok || file === "-") return kept;
  await tellDoctor(cli, [file], "imported");
  cli.terminal.say(
    `${file} still has it in clear; it stays until you delete it.`,
  );
  return kept;
}

async function keep(
  { terminal, ports }: Cli,
  name: string,
  identity: Secret,
  { consent }: AddOptions,
): Promise<Result<void>> {
  const key = await sopsKeyOf(identity, ports.clock.now(), consent);
  const changed = await changeVault(await ports.vault())((document) =>
    addSopsKey(document, name, key),
  );
  if (!changed.ok) return changed;
  terminal.say(
    `The vault keeps the key "${name}". Its recipient, for .sops.yaml:`,
  );
  terminal.outLines(key.recipient);
  return success(undefined);
}

async function list(
  cli: Cli,
  { json }: { readonly json?: true },
): Promise<Result<void>> {
  const { terminal } = cli;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const keys = [...(document.value.sopsKeys ?? [])];
  if (json)
    terminal.json({
      sopsKeys: keys.map(([name, { recipient, addedAt, consent }]) => ({
        name,
        recipient,
        addedAt: addedAt.toISOString(),
        consent: consent ?? null,
      })),
    });
  else if (keys.length === 0) terminal.say("The vault has no key for SOPS.");
  else
    terminal.outLines(
      table(
        terminal,
        ["NAME", "RECIPIENT", "ADDED", "CONSENT"],
        keys.map(([name, { recipient, addedAt, consent }]) => [
          name,
          recipient,
          momentText(addedAt),
          consent ?? "",
        ]),
      ),
    );
  return success(undefined);
}

async function remove(
  cli: Cli,
  name: string,
  { yes }: { readonly yes?: true },
): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const found = findSopsKey(document.value, name);
  if (!found.ok) return found;
  const sure = yes
    ? success(undefined)
    : await insist(
        terminal,
        `Remove the key "${name}"? What is encrypted to it alone opens no more.`,
        "Add --yes.",
      );
  if (!sure.ok) return sure;
  const changed = await changeVault(await ports.vault())((present) =>
    removeSopsKey(present, name),
  );
  if (!changed.ok) return changed;
  terminal.say(
    `Removed "${name}". Generations of the vault of before have it still.`,
  );
  return success(undefined);
}

function onTerminal(name: string | undefined) {
  const verb = ["talos-vault sops-key", ...(name === undefined ? [] : [nameWord(name)])]; // prettier-ignore
  return vaultError(
    "usage",
    "A key is not printed on a terminal, where it would stay in its history.",
    `Have sops ask for it: SOPS_AGE_KEY_CMD=${shellWord(verb.join(" "))}`,
  );
}
