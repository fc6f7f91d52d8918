// `import` and `inspect`: talosconfigs of others, into the vault or only looked at.
// Keep: --remove-source takes a file away with the core's proof alone (docs/decisions/0023).
import { limits } from "../../../shared/core/limits.ts";
import { Option, type Command } from "commander";
import { vaultError, type VaultError } from "../../../shared/core/errors.ts";
import { diskFiles } from "../../../shared/node/files/disk-files.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { Secret } from "../../../shared/core/secret.ts";
import {
  importFiles,
  type AppliedFile,
  type AppliedImport,
} from "../../../shared/core/usecases/imports/apply-import.ts";
import { examineFiles } from "../../../shared/core/usecases/imports/examine-files.ts";
import type { ImportedFile } from "../../../shared/core/usecases/imports/imported-file.ts";
import {
  mostBytes,
  readAnyImport,
} from "../../../shared/core/usecases/imports/read-any-import.ts";
import {
  conflictChoices,
  type OnConflict,
} from "../../../shared/core/usecases/imports/plan-import.ts";
import { removeSource } from "../../../shared/core/usecases/imports/remove-imported-file.ts";
import { shellWord } from "../../../shared/core/text/shell-words.ts";
import { readAddress } from "../../../shared/core/stores/address.ts";
import { askWhetherMoved } from "../../questions/ask-whether-moved.ts";
import { importFrom } from "../../ports/stores/open-store.ts";
import { changeThroughAgent } from "../../ports/vault/change-by-name.ts";
import { finish, type Cli } from "../../cli.ts";
import { exitCodeOf, exitCodes } from "../../exit-codes.ts";
import { printJson, printReport, stays } from "./import-report.ts";
import { parseFd } from "../../ports/files/file-descriptor.ts";
import { withRecoveryKey } from "../../questions/passphrases.ts";
import { tellDoctor } from "../../ports/files/private-output.ts";
import { waitingSources } from "../../ports/waiting/waiting-files.ts";
import { firstTalosconfig, locations } from "./talosconfig-locations.ts";

/** Bytes of files that go to the agent in one message. */
const largestMessage = limits.socketMessage.most / 2;

interface Options {
  dryRun?: true;
  onConflict: OnConflict;
  use?: true;
  earlier?: true;
  removeSource?: true;
  recovery?: true;
  recoveryFd?: number;
  json?: true;
}

export function configureImport(command: Command, cli: Cli): void {
  const onConflict = new Option(
    "--on-conflict <what>",
    "when a name is taken by another context",
  )
    .choices(conflictChoices)
    .default("rename");
  command
    .argument(
      "[file...]",
      "talosconfig files; - is stdin; a place in a store: vault:MOUNT/PATH[#FIELD], aws-sm:[PROFILE@REGION/]NAME, azure-kv:VAULT/NAME, sops:FILE; none: the one talosctl would use",
    )
    .option("--dry-run", "say what would happen, and change nothing")
    .addOption(onConflict)
    .option("--use", "make the file's current context the current one")
    .option(
      "--earlier",
      "import also credentials that were replaced in the vault since",
    )
    .option(
      "--remove-source",
      "remove the file after the vault was read back and compared with it",
    )
    .option(
      "--recovery",
      "open another vault's file with its recovery key, asked for on the terminal",
    )
    .option(
      "--recovery-fd <n>",
      "the same with the recovery key from this descriptor",
      parseFd,
    )
    .option("--json", "print JSON")
    .action((files: string[], options: Options) =>
      finish(cli, importTalosconfigs(cli, files, options)),
    );
}

async function importTalosconfigs(
  cli: Cli,
  files: readonly string[],
  options: Options,
): Promise<Result<number>> {
  const { terminal } = cli;
  if (options.removeSource && files.includes("-"))
    return failure(
      vaultError(
        "usage",
        "Standard input cannot be removed.",
        "Name the file to use --remove-source.",
      ),
    );
  const sources = await openSources(cli, files, options);
  if (!sources.ok) return sources;
  const { found } = sources.value;
  const code = found.length === 0 ? success(exitCodes.done) : await takeIn(cli, found, options); // prettier-ignore
  return code.ok
    ? success(sayLeft(terminal, sources.value) ?? code.value)
    : code;
}

/** What could be read goes into the vault, and is told; then what is to be removed goes. */
async function takeIn(
  cli: Cli,
  found: readonly ImportedFile[],
  options: Options,
): Promise<Result<number>> {
  const { terminal } = cli;
  const isDryRun = options.dryRun ?? false;
  const imported = await importInto(cli, found, options);
  if (!imported.ok) return imported;
  const print = options.json ? printJson : printReport;
  print(terminal, imported.value, isDryRun);
  if (!isDryRun) await tellDoctor(cli, plaintextIn(found), "imported");
  return success(
    options.removeSource && !isDryRun
      ? await removeSources(cli, imported.value.files)
      : exitCodes.done,
  );
}

function openSources(
  cli: Cli,
  files: readonly string[],
  { recovery, recoveryFd, ...options }: Options,
): Promise<Result<Sources>> {
  const read = (key: Secret | null) =>
    readSources(cli, files, key, options.removeSource ?? false);
  return recovery || recoveryFd !== undefined
    ? withRecoveryKey(cli.terminal, recoveryFd, read)
    : read(null);
}

/** Why files were left aside, and the exit code for it; null: none was. */
function sayLeft(terminal: Cli["terminal"], { left }: Sources): number | null {
  for (const error of left) terminal.fail(error);
  const [first] = left;
  return first ? exitCodeOf(first.code) : null;
}

/** Files that stay in clear until somebody removes them. */
function plaintextIn(files: readonly ImportedFile[]): readonly string[] {
  return files
    .filter(({ kind, identity }) => kind === "talosconfig" && identity !== null)
    .map(({ path }) => path);
}

/** Through the agent of `unlock`, where there is one; but what is to be removed afterwards is proven here. */
async function importInto(
  cli: Cli,
  sources: readonly ImportedFile[],
  options: Options,
): Promise<Result<AppliedImport>> {
  const { onConflict } = options;
  const { use = false, earlier = false, dryRun = false } = options;
  const choices = { onConflict, use, dryRun };
  const size = sources.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const isPlain = sources.every(
    ({ kind, origin }) => kind === "talosconfig" && !origin,
  );
  const goesThrough = isPlain && !options.removeSource && size < largestMessage;
  const files = sources.map(({ path, bytes, identity }) => ({
    path,
    base64: Buffer.from(bytes).toString("base64"),
    identity,
  }));
  const through = goesThrough
    ? await changeThroughAgent(cli, {
        kind: "import",
        files,
        earlier,
        ...choices,
      })
    : null;
  if (through === null) {
    const { clock } = cli.ports;
    const examiner = await cli.ports.examiner();
    const examined = await examineFiles(examiner, sources, clock.now());
    const ports = await cli.ports.vault();
    const wantsEarlier = () => earlier;
    const all = { ...choices, examined, wantsEarlier };
    return importFiles(ports)(sources, all);
  }
  if (!through.ok) return through;
  const { current, isChanged } = through.value;
  // The agent is of this release, and printed JSON is all that is read of it.
  const reports = through.value.files as unknown as readonly AppliedFile[];
  const applied = reports.map((one) => ({ ...one, proof: null }));
  return success({ current, isChanged, files: applied });
}

/** Each file that is held whole goes; each other one stays, with what is nowhere else. */
async function removeSources(
  cli: Cli,
  files: readonly AppliedFile[],
): Promise<number> {
  const { ports, terminal } = cli;
  let code: number = exitCodes.done;
  for (const { path, leftOver, proof } of files) {
    if (proof === null) {
      terminal.fail(stays(path, leftOver));
      code = exitCodes.failed;
      continue;
    }
    const removed = await removeSource(
      await ports.vault(),
      waitingSources(cli),
    )(proof);
    if (removed.ok) {
      terminal.say(
        `Removed ${path}${removed.value === null ? "" : `, and ${removed.value}, which it led to`}: the vault was read back and holds all of it.`,
      );
      continue;
    }
    terminal.fail(removed.error);
    code = exitCodeOf(removed.error.code);
  }
  return code;
}

interface Sources {
  readonly found: readonly ImportedFile[];
  /** Why others are left aside. */
  readonly left: readonly VaultError[];
}

/**
 * The files that are meant. Each is taken by itself: `DIR/*` names what is no talosconfig too. Errors: `file-missing` where none
 * is named and none is found.
 */
async function readSources(
  cli: Cli,
  files: readonly string[],
  recoveryKey: Secret | null,
  isRemoving: boolean,
): Promise<Result<Sources>> {
  const found = files.length > 0 ? null : await firstTalosconfig(diskFiles);
  if (files.length === 0 && found === null) return failure(noneFound());
  const hasMoved = askWhetherMoved(cli);
  const read = (path: string) => {
    const address = found === null ? readAddress(path) : null;
    return address
      ? importFrom(cli, address, hasMoved)
      : readFile(cli, path, recoveryKey, isRemoving);
  };
  const paths = found === null ? files : [found];
  return collect(paths, read);
}

/** What cannot be read stops none of the others. */
async function collect(
  paths: readonly string[],
  readOne: (path: string) => Promise<Result<ImportedFile>>,
): Promise<Result<Sources>> {
  const sources = new Map<string, ImportedFile>();
  const left: VaultError[] = [];
  for (const path of paths) {
    const read = await readOne(path);
    if (read.ok) {
      const { identity } = read.value;
      // The same file under two names is one.
      const which = identity ? `${identity.device}:${identity.inode}` : path;
      if (!sources.has(which)) sources.set(which, read.value);
    } else left.push(read.error);
  }
  return success({ found: [...sources.values()], left });
}

async function readFile(
  cli: Cli,
  path: string,
  recoveryKey: Secret | null,
  isRemoving: boolean,
): Promise<Result<ImportedFile>> {
  const source = await waitingSources(cli).readSource(path, mostBytes);
  if (!source.ok)
    return source.error.cause === "EISDIR" ? failure(aFolder(path)) : source;
  if (isRemoving && source.value.isEncrypted)
    return failure(encryptedStays(path));
  const readAny = readAnyImport(await cli.ports.vault(), recoveryKey);
  return readAny(path, source.value);
}

function noneFound() {
  const places = locations().map(({ path, origin }) =>
    origin === "TALOSCONFIG" ? `${path} (TALOSCONFIG is set to it)` : path,
  );
  return vaultError(
    "file-missing",
    `No talosconfig was found where talosctl looks: ${places.join(", ")}.`,
    "Name the file: talos-vault import FILE",
  );
}

/** As a shell writes it out: what no file of it is said to be is left aside, and the others come in. */
function aFolder(path: string) {
  const folder = path.replace(/\/+$/, "") || "/";
  const inside = folder === "." ? "*" : `${shellWord(folder)}/*`;
  return vaultError(
    "file-failed",
    `${path} is a folder.`,
    `Name the files in it: talos-vault import ${folder === "/" ? "/*" : inside}`,
  );
}

function encryptedStays(path: string) {
  return vaultError(
    "usage",
    `${path} is encrypted: no key is in clear in it, and it is not removed.`,
    "Leave --remove-source out.",
  );
}
