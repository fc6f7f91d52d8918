// `handover`: access for a colleague, in which no private key travels.
// Keep: A person sees the words of the key before they trust it; texts go to stdout, everything said to stderr.
import type { Command } from "commander";
import { finish, type Cli } from "../../cli.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import { readCertificateTtl } from "../issuing/certificate-ttl.ts";
import { parseFilledList } from "../sessions/starting/session-options.ts";
import { acceptAccess, type AcceptOptions } from "./accept.ts";
import { give, type GiveOptions } from "./give.ts";
import { list } from "./list.ts";
import { receipt } from "./receipt.ts";
import { request } from "./request.ts";

export function configureHandover(command: Command, cli: Cli): void {
  command
    .command("request")
    .description("ask for access: print what a colleague answers")
    .requiredOption("--name <name>", "who asks, as the colleague reads it")
    .action(({ name }: { name: string }) => finish(cli, request(cli, name)));
  configureGive(command.command("give <context> <request>"), cli);
  command
    .command("accept <file>")
    .description("take an answer into the vault, and print a receipt for it")
    .option("--as <name>", "the context's name here; else the giver's")
    .option(
      "--identity <file>",
      "open an age file with this key of SSH or age: ~/.ssh/id_ed25519",
    )
    .option(
      "--identity-passphrase-fd <n>",
      "read the passphrase of that key from this file descriptor",
      parseFd,
    )
    .option("--yes", "do not ask")
    .action((file: string, options: AcceptOptions) =>
      finish(cli, acceptAccess(cli, file, options)),
    );
  command
    .command("receipt <file>")
    .description("note that a colleague has what was given")
    .action((file: string) => finish(cli, receipt(cli, file)));
  command
    .command("list")
    .description("list what was given, and what was asked for from here")
    .option("--json", "print JSON")
    .action((options: { json?: true }) => finish(cli, list(cli, options)));
  command.addHelpText(
    "after",
    `
The key of a request stays in the vault of whoever asks; what travels is its public half, and a certificate for it.
Both sides see the same eight words: compare them on the phone.
  they: talos-vault handover request --name Ada > ada.request
  you:  talos-vault handover give prod ada.request --for Ada -o ada.answer
  they: talos-vault handover accept ada.answer > ada.receipt
  you:  talos-vault handover receipt ada.receipt`,
  );
}

function configureGive(command: Command, cli: Cli): void {
  command
    .description("give a colleague access: answer their request")
    .requiredOption("--for <who>", "who gets it, for them and the ledger")
    .requiredOption("--reason <text>", "why, for them and the ledger")
    .option(
      "--roles <list>",
      "separated by commas (default: os:reader)",
      parseFilledList,
    )
    .option(
      "--ttl <duration>",
      "how long it is valid (default: 8h)",
      readCertificateTtl,
    )
    .option("-o, --output <file>", "where the answer goes; - is stdout", "-")
    .option(
      "--yes",
      "do not ask whether the words are those of the colleague; needed where there is no terminal",
    )
    .option("--custom-roles", "allow roles that Talos has no rule for")
    .option("--force", "allow more than a year, and an end after the CA's")
    .option(
      "--other-ca",
      "allow another CA than the one that the context trusts, after a rotation",
    )
    .option(
      "--authority <file>",
      "secrets.yaml, a control plane's machine config, a PEM pair, or talos.crt beside talos.key",
    )
    .option(
      "--via <context>",
      "for age and SSH: have a node make it, asked with this os:admin context",
    )
    .option(
      "--authority-passphrase-fd <n>",
      "read the passphrase of a sealed authority from this file descriptor",
      parseFd,
    )
    .addHelpText(
      "after",
      `
The request is a file of theirs (- is stdin): the cluster's authority signs, the vault's (talos-vault authority import) or the
one that is named; no node is asked. Without an authority, or where they have but a key of SSH or age, name that in its place:
age1…, "ssh-ed25519 AAAA…", "ssh-rsa AAAA…", or @FILE with a line for each. Then the answer is an age file with the whole
talosconfig, which age -d -i KEY opens as well.
What may do everything (os:admin) is given after a person's yes alone. What was given cannot be revoked.`,
    )
    .action((context: string, from: string, options: GiveOptions) =>
      finish(cli, give(cli, context, from, options)),
    );
}
