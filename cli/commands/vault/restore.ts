import { limits } from "../../../shared/core/limits.ts";
import { InvalidArgumentError, Option, type Command } from "commander";
import { vaultError } from "../../../shared/core/errors.ts";
import { whyNoBackup } from "../../../shared/core/imports/why-no-backup.ts";
import {
  lessAsked,
  lessAskedError,
} from "../../../shared/core/policy/loosened-rules.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import { readGenerationName } from "../../../shared/core/usecases/vault/generations/generation-names.ts";
import {
  restoreVault,
  type RestoreSource,
} from "../../../shared/core/usecases/vault/restore.ts";
import type { RestorePlan } from "../../../shared/core/usecases/vault/generations/restore-plan.ts";
import type { SetBack } from "../../../shared/core/usecases/vault/generations/restore-differences.ts";
import { shellWord } from "../../../shared/core/text/shell-words.ts";
import { listGenerations } from "./list-generations.ts";
import { insist } from "../../questions/ask.ts";
import { finish, type Cli } from "../../cli.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import { vaultNotes } from "../../../shared/node/vault/vault-notes.ts";
import { vaultRecords } from "../../../shared/node/vault/vault-records.ts";
import type { Secret } from "../../../shared/core/secret.ts";
import {
  askNewPassphrase,
  withRecoveryKey,
} from "../../questions/passphrases.ts";
import type { Terminal } from "../../terminal.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { waitingFiles } from "../../ports/waiting/waiting-files.ts";

type GenerationName = NonNullable<ReturnType<typeof readGenerationName>>;

interface Options {
  generation?: GenerationName;
  newPassphraseFd?: number;
  acceptOlder?: true;
  replace?: true;
  recovery?: true;
  recoveryFd?: number;
  yes?: true;
  list?: true;
  json?: true;
}

export function configureRestore(command: Command, cli: Cli): void {
  command
    .argument("[file]", "a backup, or a vault.age")
    .option(
      "--generation <n>",
      "an earlier generation of this vault instead",
      parseGeneration,
    )
    .addOption(
      new Option(
        "--list",
        "show the generations that are kept, and what each would bring back; put none in place",
      ).conflicts(["generation", "acceptOlder", "replace", "newPassphraseFd"]),
    )
    .option("--accept-older", "accept the older vault file that is in place")
    .option("--replace", "also in the place of another vault")
    .option(
      "--recovery",
      "open it with the recovery key, asked for on the terminal",
    )
    .option(
      "--recovery-fd <n>",
      "open it with the recovery key from this descriptor",
      parseFd,
    )
    .option(
      "--new-passphrase-fd <n>",
      "set a passphrase, where the backup's cannot be taken over",
      parseFd,
    )
    .option("-y, --yes", "do not ask")
    .option("--json", "print what --list shows as JSON")
    .action((file: string | undefined, options: Options) =>
      finish(cli, restore(cli, file, options)),
    );
}

async function restore(
  cli: Cli,
  file: string | undefined,
  options: Options,
): Promise<Result<void>> {
  const { ports, terminal } = cli;
  if (options.list) return listed(cli, file, options);
  if (options.json) return failure(onlyListed());
  const source = await sourceOf(cli, file, options);
  if (!source.ok) return source;
  const wantsKey = options.recovery || options.recoveryFd !== undefined;
  const passphrase =
    options.newPassphraseFd === undefined
      ? success(null)
      : await askNewPassphrase(
          terminal,
          options.newPassphraseFd,
          "--new-passphrase-fd",
        );
  if (!passphrase.ok) return passphrase;
  const vault = await ports.vault();
  const beside = {
    records: vaultRecords(ports.home),
    notes: vaultNotes(ports.home),
  };
  const put = (recoveryKey: Secret | null) =>
    restoreVault(vault, beside)(source.value, {
      recoveryKey,
      replaceOther: options.replace ?? false,
      passphrase: passphrase.value,
      confirm: (plan) =>
        confirm(cli, plan, source.value.kind, options.yes ?? false),
    });
  const restored = wantsKey
    ? await withRecoveryKey(terminal, options.recoveryFd, put)
    : await put(null);
  if (!restored.ok) return restored;
  const { document, warnings } = restored.value;
  (await ports.onlooker()).tell(warnings);
  terminal.say(
    `Restored ${countOf(document.contexts.size, "context")}, as generation ${String(document.generation)}.`,
  );
  return success(undefined);
}

/**
 * Says what will be there no more, and asks, unless `--yes` said it; a person is asked where less is asked of them
 * afterwards. Where there is no vault yet, there is nothing to ask.
 */
async function confirm(
  cli: Cli,
  plan: RestorePlan,
  kind: RestoreSource["kind"],
  isSure: boolean,
): Promise<Result<void>> {
  const sure = await confirmPlace(cli, plan, kind, isSure);
  const less = plan.from && lessAsked(plan.from, plan.to);
  if (!sure.ok || !less) return sure;
  const { askForConsent } = await import("../../questions/ask-for-consent.ts");
  const error = lessAskedError(less);
  const agreed = await askForConsent(cli, "ask-less", error, undefined);
  return agreed.ok ? success(undefined) : agreed;
}

async function confirmPlace(
  { terminal, ports }: Cli,
  { replaces, gone, setBack, isKnownElsewhere }: RestorePlan,
  kind: RestoreSource["kind"],
  isSure: boolean,
): Promise<Result<void>> {
  if (!replaces)
    return isKnownElsewhere
      ? askBesideOther(terminal, ports.home, isSure)
      : success(undefined);
  if (gone === null)
    terminal.say(
      kind === "present"
        ? "No later generation is kept here: what was written since cannot be named."
        : "The present vault cannot be opened with these keys; its file is kept among the generations.",
    );
  else if (gone.length > 0)
    terminal.say(
      `No longer there afterwards: ${gone.join(", ")}. ${gone.length === 1 ? "It stays" : "They stay"} in ${kind === "present" ? "a later" : "an earlier"} generation.`,
    );
  if (setBack) for (const line of setBackLines(setBack)) terminal.say(line);
  if (isSure) return success(undefined);
  return insist(
    terminal,
    kind === "present"
      ? "The older vault counts from now on. Go on?"
      : "This takes the place of the present vault, which is kept among the generations. Go on?",
    "Add --yes to restore without being asked.",
  );
}

/**
 * Nobody knows whether it is in use in another folder: a script that puts it back after that one is lost is told, and not held up.
 */
async function askBesideOther(
  terminal: Terminal,
  home: string,
  isSure: boolean,
): Promise<Result<void>> {
  terminal.say(
    `The keychain knows this vault already, and ${home} has none. Where it is in use in another folder, that one counts as older afterwards, and is refused. To try a backup beside it, name a keychain service of its own: TALOS_VAULT_KEYCHAIN_SERVICE=drill.`,
  );
  return isSure || !terminal.isInteractive
    ? success(undefined)
    : insist(
        terminal,
        `Is the vault to be in ${home} from now on?`,
        "Add --yes to restore without being asked.",
      );
}

function setBackLines({ changed, missing, current }: SetBack): string[] {
  return [
    ...(changed.length > 0
      ? [`As they were then, and not as now: ${changed.join(", ")}.`]
      : []),
    ...(missing.length > 0
      ? [`Missing as well afterwards: ${missing.join(", ")}.`]
      : []),
    ...(current === null
      ? []
      : [`The current context is ${current === "" ? "none" : current} again.`]),
  ];
}

async function listed(
  cli: Cli,
  file: string | undefined,
  { recovery, recoveryFd, json }: Options,
): Promise<Result<void>> {
  if (file !== undefined)
    return failure(
      vaultError(
        "usage",
        "--list shows the generations of this vault; a backup is one by itself.",
        `Leave one of them out: talos-vault restore --list; or: talos-vault restore ${shellWord(file)}`,
      ),
    );
  return recovery || recoveryFd !== undefined
    ? withRecoveryKey(cli.terminal, recoveryFd, (key) =>
        listGenerations(cli, key, json),
      )
    : listGenerations(cli, null, json);
}

function onlyListed() {
  return vaultError(
    "usage",
    "restore prints JSON of its generations alone.",
    "Run: talos-vault restore --list --json",
  );
}

async function sourceOf(
  cli: Cli,
  file: string | undefined,
  { generation, acceptOlder }: Options,
): Promise<Result<RestoreSource>> {
  const named = [
    file !== undefined,
    generation !== undefined,
    acceptOlder === true,
  ];
  if (named.filter(Boolean).length !== 1)
    return failure(
      vaultError(
        "usage",
        named.some(Boolean) ? "Restore one thing." : "Restore what?",
        "Name one: a backup's FILE; --generation N, of those that talos-vault restore --list shows; or --accept-older, for the vault file that is in place. Nothing was changed.",
      ),
    );
  if (generation !== undefined)
    return success({ kind: "generation", ...generation });
  if (file === undefined) return success({ kind: "present" });
  const bytes = await waitingFiles(cli).read(file, limits.backup.most);
  if (!bytes.ok) return bytes;
  const other = whyNoBackup(bytes.value, file);
  return other
    ? failure({ ...other, about: { file } })
    : success({ kind: "file", bytes: bytes.value });
}

function parseGeneration(text: string): GenerationName {
  const name = readGenerationName(text);
  if (name !== null) return name;
  throw new InvalidArgumentError(
    "A generation is a number: talos-vault restore --list shows those that are kept.",
  );
}
