// `authority`: CAs with their keys in the vault.
// Keep: A key is read from a file that is named, and never printed.
import { Argument, type Command } from "commander";
import { nearText } from "../../../shared/core/moment-text.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import {
  findAuthority,
  removeAuthority,
} from "../../../shared/core/usecases/authorities/store-authority.ts";
import { listAuthorities } from "../../../shared/core/usecases/authorities/list-authorities.ts";
import { importAuthority } from "./import-authority.ts";
import { authorityText, tellOfClusters } from "./authority-clusters.ts";
import { insist } from "../../questions/ask.ts";
import { finish, type Cli } from "../../cli.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { table } from "../../output/table.ts";

interface Options {
  readonly json?: true;
  readonly yes?: true;
  readonly seal?: true;
  readonly authorityPassphraseFd?: number;
}

export function configureAuthority(command: Command, cli: Cli): void {
  command
    .addArgument(
      new Argument("<what>", "what to do").choices([
        "import",
        "list",
        "remove",
      ]),
    )
    .argument(
      "[which]",
      "import: a file, or a place in a store as import has it; remove: the start of a fingerprint",
    )
    .option("--json", "print JSON")
    .option("--yes", "remove without asking")
    .option(
      "--seal",
      "import: behind a passphrase of its own, asked for at every use",
    )
    .option(
      "--authority-passphrase-fd <n>",
      "with --seal: read that passphrase from this file descriptor",
      parseFd,
    )
    .addHelpText(
      "after",
      `
An authority is a Talos CA with its key: whoever has it can make any credential for its cluster.
import reads secrets.yaml, a control plane's machine config, a PEM pair, or talos.crt with talos.key beside it, as
talosctl gen ca writes them; the files stay as they are.
To use one once, without keeping it: talos-vault issue, exec, shell or env CONTEXT --authority FILE`,
    )
    .action((what: string, which: string | undefined, options: Options) =>
      finish(cli, authority(cli, what, which, options)),
    );
}

async function authority(
  cli: Cli,
  what: string,
  which: string | undefined,
  options: Options,
): Promise<Result<void>> {
  if (options.authorityPassphraseFd !== undefined && !options.seal)
    return failure(notSealed());
  if (what === "list") return list(cli, options);
  if (which === undefined) return failure(whichOne(what));
  return what === "import"
    ? importAuthority(cli, which, options)
    : remove(cli, which, options);
}

async function list(cli: Cli, options: Options): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const now = ports.clock.now();
  const all = listAuthorities(document.value, now);
  // With its key a CA has a fingerprint, which says the same as the name that the window's rows have.
  const views = all
    .filter(({ hasKey }) => hasKey)
    .map((view) => {
      const { authority: _, ...rest } = view;
      return rest;
    });
  if (options.json) terminal.json({ authorities: views });
  else if (views.length === 0) terminal.say("The vault has no authority.");
  else
    terminal.outLines(
      table(
        terminal,
        ["FINGERPRINT", "ENDS", "SEALED", "CONTEXTS"],
        views.map(({ fingerprint, notAfter, isSealed, contexts }) => [
          fingerprint ?? "",
          notAfter ? nearText(new Date(notAfter), now) : "",
          isSealed ? "yes" : "no",
          contexts.join(", "),
        ]),
      ),
    );
  return success(undefined);
}

async function remove(
  cli: Cli,
  start: string,
  { yes }: Options,
): Promise<Result<void>> {
  const { ports, terminal } = cli;
  const opened = await openDocument(cli);
  if (!opened.ok) return opened;
  const found = findAuthority(opened.value, start);
  if (!found.ok) return found;
  const of = authorityText(opened.value, found.value, ports.clock.now());
  const question = `Remove the authority ${of}, with its key, from the vault?`;
  const confirmed = yes
    ? success(undefined)
    : await insist(terminal, question, "Add --yes.");
  if (!confirmed.ok) return confirmed;
  const changed = await changeVault(await ports.vault())((document) =>
    removeAuthority(document, found.value),
  );
  if (!changed.ok) return changed;
  terminal.say(
    `Removed the authority ${of}. Earlier generations of the vault in backups/ still have it.`,
  );
  const { document } = changed.value;
  tellOfClusters(terminal, document, found.value, ports.clock.now());
  return success(undefined);
}

function notSealed() {
  return vaultError(
    "usage",
    "--authority-passphrase-fd goes with --seal: without it the key is kept without a passphrase of its own.",
    "talos-vault authority import FILE --seal --authority-passphrase-fd N.",
  );
}

function whichOne(what: string) {
  return vaultError(
    "usage",
    what === "import"
      ? "Which file has the authority?"
      : "Which authority is to be removed?",
    what === "import"
      ? "Name it: talos-vault authority import FILE"
      : "Name the start of its fingerprint: talos-vault authority remove FINGERPRINT (talos-vault authority list shows them).",
  );
}
