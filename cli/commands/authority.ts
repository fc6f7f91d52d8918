import { Argument, type Command } from "commander";
import { readAuthority } from "../../shared/core/authorities/read-authority.ts";
import { relativeTime } from "../../shared/core/certificates/relative-time.ts";
import { vaultError } from "../../shared/core/errors.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import { changeVault } from "../../shared/core/usecases/change-vault.ts";
import {
  dropAuthority,
  keepAuthority,
} from "../../shared/core/usecases/keep-authority.ts";
import { listAuthorities } from "../../shared/core/usecases/list-authorities.ts";
import { diskFiles } from "../../shared/node/disk-files.ts";
import { insist } from "../ask.ts";
import { finish, type Cli } from "../cli.ts";
import { openDocument } from "../open-document.ts";
import { table } from "../table.ts";

interface Options {
  readonly json?: true;
  readonly yes?: true;
}

export function configureAuthority(command: Command, cli: Cli): void {
  command
    .addArgument(new Argument("<what>").choices(["import", "list", "remove"]))
    .argument("[which]", "import: a file; remove: the start of a fingerprint")
    .option("--json", "print JSON")
    .option("--yes", "remove without asking")
    .addHelpText(
      "after",
      `
An authority is a Talos CA with its key: whoever has it can make any credential for its cluster.
import reads secrets.yaml, a control plane's machine config or a PEM pair; the file stays as it is.
To use one without keeping it: talos-vault issue CONTEXT --authority FILE`,
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
  if (what === "list") return list(cli, options);
  if (which === undefined) return failure(whichOne());
  return what === "import" ? keep(cli, which) : remove(cli, which, options);
}

async function keep(
  { ports, terminal }: Cli,
  path: string,
): Promise<Result<void>> {
  const bytes = await diskFiles.read(path);
  if (!bytes.ok) return bytes;
  const now = ports.clock.now();
  const read = readAuthority(bytes.value, now);
  if (!read.ok) return read;
  const changed = await changeVault(await ports.vault())((document) =>
    success(keepAuthority(document, read.value, now)),
  );
  if (!changed.ok) return changed;
  terminal.say(
    changed.value.isChanged
      ? `The vault has the authority ${read.value.fingerprint} now, until ${read.value.notAfter.toISOString()}.`
      : "The vault has it already.",
  );
  return success(undefined);
}

async function list(cli: Cli, options: Options): Promise<Result<void>> {
  const { terminal, ports } = cli;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const now = ports.clock.now();
  const views = listAuthorities(document.value).filter(({ hasKey }) => hasKey);
  if (options.json) terminal.json({ authorities: views });
  else if (views.length === 0) terminal.say("The vault has no authority.");
  else
    terminal.write(
      table(
        terminal,
        ["FINGERPRINT", "ENDS", "CONTEXTS"],
        views.map(({ fingerprint, notAfter, contexts }) => [
          fingerprint ?? "",
          notAfter ? relativeTime(new Date(notAfter), now) : "",
          contexts.join(", "),
        ]),
      ),
    );
  return success(undefined);
}

async function remove(
  { ports, terminal }: Cli,
  start: string,
  { yes }: Options,
): Promise<Result<void>> {
  const question = "Remove the authority and its key from the vault?";
  const meant = yes
    ? success(undefined)
    : await insist(terminal, question, "Add --yes.");
  if (!meant.ok) return meant;
  const changed = await changeVault(await ports.vault())((document) =>
    dropAuthority(document, start),
  );
  if (!changed.ok) return changed;
  terminal.say(
    "Removed. Earlier generations of the vault in backups/ still have it.",
  );
  return success(undefined);
}

function whichOne() {
  return vaultError(
    "usage",
    "Which one?",
    "talos-vault authority import FILE, or remove FINGERPRINT.",
  );
}
