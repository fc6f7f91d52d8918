// `push`, `pull` and `origins`: secret stores of others, as a place that contexts come from and go to.
// Keep: Nothing is contacted that nobody asked for; what others changed is never replaced (docs/decisions/0075).
import type { Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  addressText,
  readAddress,
  type StoreAddress,
} from "../../../shared/core/stores/address.ts";
import type { SecretStore } from "../../../shared/core/ports/secret-store.ts";
import type { Exported } from "../../../shared/core/usecases/contexts/export-contexts.ts";
import {
  isOf,
  originAt,
} from "../../../shared/core/usecases/imports/origin.ts";
import { followMoves } from "../../../shared/core/usecases/stores/follow-moves.ts";
import { compareOrigins } from "../../../shared/core/usecases/stores/compare-origins.ts";
import {
  carryOutPush,
  planPush,
  rememberPush,
} from "../../../shared/core/usecases/stores/push-contexts.ts";
import { placeIn } from "../../../shared/core/usecases/stores/read-from-store.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import type { VaultDocument } from "../../../shared/core/vault/document.ts";
import { finish, type Cli } from "../../cli.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { openStore, wholeAddress } from "../../ports/stores/open-store.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import { exportConfirmed } from "../contexts/export.ts";
import { readCertificateTtl } from "../issuing/certificate-ttl.ts";
import { parseFilledList } from "../sessions/starting/session-options.ts";
import { askWhetherMoved } from "../../questions/ask-whether-moved.ts";
import { keepSeenOrSay } from "./keep-seen.ts";
import {
  isMade,
  pushFreshFor,
  type MadeOptions,
} from "./push-fresh-credential.ts";
import {
  choiceOf,
  isMeant,
  sayPlan,
  tell,
  withVersionToName,
  type PushOptions,
} from "./push-text.ts";

interface Options extends PushOptions, MadeOptions {
  readonly confirm?: string[];
}

export function configurePush(command: Command, cli: Cli): void {
  command
    .argument(
      "<context...>",
      "names, and at last the address: vault:MOUNT/PATH[#FIELD], aws-sm:[PROFILE@REGION/]NAME, azure-kv:VAULT/NAME or sops:FILE",
    )
    .option(
      "--roles <list>",
      "make a credential for that place, with these roles, in the stead of its own (default with --ttl: os:reader)",
      parseFilledList,
    )
    .option(
      "--ttl <duration>",
      "how long what is made for it is valid (default with --roles: 1d)",
      readCertificateTtl,
    )
    .option(
      "--authority <file>",
      "what signs it: secrets.yaml, a control plane's machine config; else the vault's",
    )
    .option(
      "--via <context>",
      "have a node make it, asked with this os:admin context",
    )
    .option(
      "--authority-passphrase-fd <n>",
      "read the passphrase of a sealed authority from this file descriptor",
      parseFd,
    )
    .option("--create-only", "only where nothing is yet")
    .option("--if-version <version>", "replace this version, whoever wrote it")
    .option(
      "--to-recipients <list>",
      "recipients of a new file of SOPS, age1… or ssh-…; else .sops.yaml says them",
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
    .addHelpText(
      "after",
      `
A reader for the team, in the stead of your own key: talos-vault push prod vault:secret/talos/prod --roles os:reader --ttl 30d
What is made for a place is no origin: it is not pulled, and the next push with --roles replaces it there.`,
    )
    .action((words: string[], options: Options) =>
      finish(cli, push(cli, words, options)),
    );
}

async function push(
  cli: Cli,
  words: readonly string[],
  options: Options,
): Promise<Result<void>> {
  const address = addressIn(cli, words);
  if (!address.ok) return address;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const names = words.slice(0, -1);
  if (isMade(options))
    return pushFreshFor(cli, document.value, names, address.value, options);
  const said = {
    reason: options.reason,
    names: options.confirm ?? [],
    // Nothing leaves then that a person would have to agree to.
    agreed: options.dryRun ? [...document.value.contexts.keys()] : [],
  };
  const exported = await exportConfirmed(cli, document.value, names, said);
  if (!exported.ok) return exported;
  return put(cli, document.value, exported.value, address.value, options);
}

function addressIn(cli: Cli, words: readonly string[]): Result<StoreAddress> {
  const address = readAddress(words.at(-1) ?? "");
  if (address && !address.ok) return address;
  return address && words.length > 1
    ? success(wholeAddress(cli, address.value))
    : failure(
        vaultError(
          "usage",
          "push takes names of contexts, and the address at last.",
          "talos-vault push CONTEXT ADDRESS, which is vault:MOUNT/PATH, aws-sm:NAME, azure-kv:VAULT/NAME or sops:FILE",
        ),
      );
}

async function put(
  cli: Cli,
  document: VaultDocument,
  exported: Exported,
  place: StoreAddress,
  options: Options,
): Promise<Result<void>> {
  const { ports, terminal } = cli;
  const address = addressText(place);
  const store = await openStore(cli, place, {
    recipients: options.toRecipients,
    known: originAt(exported.contexts, address),
  });
  if (!store.ok) return store;
  const choice = choiceOf(options);
  const now = ports.clock.now();
  const contexts = await followMoves(
    exported.contexts,
    { store: store.value, address, choice },
    askWhetherMoved(cli),
  );
  const planned = await planPush(
    store.value,
    { contexts },
    address,
    choice,
    now,
  );
  if (!planned.ok) {
    if (planned.error.code === "store-diverged")
      await lookAgain(cli, document, store.value, address);
    return failure(withVersionToName(planned.error));
  }
  sayPlan(terminal, address, planned.value);
  if (options.dryRun) return tell(cli, address, planned.value, options);
  const meant = await isMeant(cli, planned.value, options);
  if (!meant.ok) return meant;
  const version = planned.value.isNeeded
    ? await carryOutPush(ports, store.value, exported, planned.value, address)
    : success(planned.value.version);
  if (!version.ok) return version;
  const done = { ...planned.value, version: version.value };
  const { sha256, names } = done;
  const origin = {
    ...placeIn(store.value, address),
    version: done.version,
    sha256,
  };
  const remember = (one: VaultDocument) =>
    rememberPush(one, exported, names, origin, now);
  if (remember(document) === document) return tell(cli, address, done, options);
  const remembered = await changeVault(await ports.vault())((present) =>
    success(remember(present)),
  );
  return remembered.ok ? tell(cli, address, done, options) : remembered;
}

/** What stood in the way of a push is remembered of every context that is from there. */
async function lookAgain(
  cli: Cli,
  document: VaultDocument,
  store: SecretStore,
  address: string,
): Promise<void> {
  const place = placeIn(store, address);
  const names = [...document.contexts]
    .filter(([, { metadata }]) => isOf(metadata.origin, place))
    .map(([name]) => name);
  const compared = await compareOrigins(document, names, async () =>
    success(store),
  );
  await keepSeenOrSay(cli, document, compared);
}
