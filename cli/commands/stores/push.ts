// `push`, `pull` and `origins`: secret stores of others, as a place that contexts come from and go to.
// Keep: Nothing is contacted that nobody asked for; what others changed is never replaced (docs/decisions/0075).
import type { Command } from "commander";
import { countOf } from "../../../shared/core/count-of.ts";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  addressText,
  readAddress,
  type StoreAddress,
} from "../../../shared/core/stores/address.ts";
import type { Exported } from "../../../shared/core/usecases/contexts/export-contexts.ts";
import {
  carryOutPush,
  planPush,
  rememberPush,
  type Push,
} from "../../../shared/core/usecases/stores/push-contexts.ts";
import type { Readers } from "../../../shared/core/ports/secret-store.ts";
import { placeOf } from "../../../shared/core/usecases/imports/origin.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import { finish, type Cli } from "../../cli.ts";
import { openDocument } from "../../ports/open-document.ts";
import { openStore, wholeAddress } from "../../ports/open-store.ts";
import { insist } from "../../questions/ask.ts";
import { problemText } from "../../words/action-commands.ts";
import { exportConfirmed } from "../contexts/export.ts";
import { parseFilledList } from "../sessions/session-options.ts";

interface Options {
  readonly createOnly?: true;
  readonly ifVersion?: string;
  readonly toRecipients?: readonly string[];
  readonly reason?: string;
  readonly confirm?: string[];
  readonly dryRun?: true;
  readonly yes?: true;
  readonly json?: true;
}

export function configurePush(command: Command, cli: Cli): void {
  command
    .argument(
      "<context...>",
      "names, and at last the address: vault:MOUNT/PATH[#FIELD] or sops:FILE",
    )
    .option("--create-only", "only where nothing is yet")
    .option("--if-version <version>", "replace this version, whoever wrote it")
    .option(
      "--to-recipients <list>",
      "age recipients of a new file of SOPS; else .sops.yaml says them",
      parseFilledList,
    )
    .option("--reason <text>", "why, for the ledger")
    .option(
      "--confirm <context>",
      "its name once more, for what may do everything on production; may be repeated",
      (name: string, before: string[] | undefined) => [...(before ?? []), name],
    )
    .option("--dry-run", "say what would be written, and write nothing")
    .option("-y, --yes", "do not ask whether an admin's key is meant")
    .option("--json", "print JSON")
    .action((words: string[], options: Options) =>
      finish(cli, push(cli, words, options)),
    );
}

async function push(
  cli: Cli,
  words: readonly string[],
  options: Options,
): Promise<Result<void>> {
  const address = addressIn(words);
  if (!address.ok) return address;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const said = { reason: options.reason, names: options.confirm ?? [] };
  const names = words.slice(0, -1);
  const exported = await exportConfirmed(cli, document.value, names, said);
  if (!exported.ok) return exported;
  return put(cli, exported.value, address.value, options);
}

function addressIn(words: readonly string[]): Result<StoreAddress> {
  const address = readAddress(words.at(-1) ?? "");
  if (address && !address.ok) return address;
  return address && words.length > 1
    ? success(wholeAddress(address.value))
    : failure(
        vaultError(
          "usage",
          "push takes names of contexts, and the address at last.",
          "talos-vault push CONTEXT vault:MOUNT/PATH",
        ),
      );
}

async function put(
  cli: Cli,
  exported: Exported,
  place: StoreAddress,
  options: Options,
): Promise<Result<void>> {
  const { ports, terminal } = cli;
  const address = addressText(place);
  const store = await openStore(cli, place, options.toRecipients);
  if (!store.ok) return store;
  const choice = {
    isCreateOnly: options.createOnly ?? false,
    ifVersion: options.ifVersion ?? null,
  };
  const now = ports.clock.now();
  const planned = await planPush(store.value, exported, address, choice, now);
  if (!planned.ok) return planned;
  const { readers, warnings } = planned.value;
  if (readers) terminal.say(readersText(address, readers));
  for (const one of warnings) terminal.say(problemText(one));
  if (options.dryRun) return tell(cli, address, planned.value, options);
  const meant = await mean(cli, planned.value, options);
  if (!meant.ok) return meant;
  const version = planned.value.isNeeded
    ? await carryOutPush(ports, store.value, exported, planned.value, address)
    : success(planned.value.version);
  if (!version.ok) return version;
  const done = { ...planned.value, version: version.value };
  const { server, namespace } = store.value;
  const { sha256, names } = done;
  const at = { address, server, namespace };
  const origin = { ...placeOf(at), version: done.version, sha256 };
  const remembered = await changeVault(await ports.vault())((document) =>
    success(rememberPush(document, exported, names, origin, now)),
  );
  return remembered.ok ? tell(cli, address, done, options) : remembered;
}

/** Said before the question: it is part of what a person says yes to. */
function readersText(
  address: string,
  { recipients, rules, isKept }: Readers,
): string {
  const how = isKept ? "stays encrypted" : "is encrypted";
  const why = rules === null ? "" : `, as ${rules} says`;
  return `${address} ${how} to ${recipients.join(", ")}${why}.`;
}

/** What is easily done and not taken back is asked about. */
async function mean(
  { terminal }: Cli,
  { isNeeded, warnings }: Push,
  { yes }: Options,
): Promise<Result<void>> {
  const isAsked = warnings.some(
    ({ code }) => code !== "written-without-comparing",
  );
  if (!isNeeded || !isAsked || yes) return success(undefined);
  return insist(
    terminal,
    "Put it there all the same?",
    "Add --yes to push it without being asked.",
  );
}

function tell(
  { terminal }: Cli,
  address: string,
  { isNeeded, bytes, sha256, version, readers, warnings }: Push,
  { dryRun, json }: Options,
): Result<void> {
  if (json)
    terminal.json({
      address,
      version: version === "" ? null : version,
      sha256,
      bytes: bytes.length,
      isChanged: isNeeded,
      dryRun: dryRun ?? false,
      recipients: readers?.recipients ?? null,
      rules: readers?.rules ?? null,
      warnings,
    });
  else if (!isNeeded)
    terminal.say(`${address} has exactly that already; nothing was written.`);
  else
    terminal.say(
      dryRun
        ? `Dry run: nothing was written. ${address} would have ${countOf(bytes.length, "byte")}.`
        : `${address} has it now${version === "" ? "" : `, as version ${version}`}.`,
    );
  return success(undefined);
}
