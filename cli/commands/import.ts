import { Option, type Command } from "commander";
import { vaultError } from "../../shared/core/errors.ts";
import { diskFiles } from "../../shared/node/disk-files.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import {
  parseTalosconfig,
  type ParsedTalosconfig,
} from "../../shared/core/talosconfig/parse.ts";
import {
  importFiles,
  type ImportSource,
} from "../../shared/core/usecases/import-files.ts";
import {
  conflictChoices,
  type OnConflict,
} from "../../shared/core/usecases/plan-import.ts";
import { removeSource } from "../../shared/core/usecases/remove-source.ts";
import { finish, type Cli } from "../cli.ts";
import { printReport } from "../import-report.ts";
import { firstTalosconfig } from "../talosconfig-locations.ts";

interface Options {
  dryRun?: true;
  onConflict: OnConflict;
  use?: true;
  removeSource?: true;
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
      "talosconfig files; - is stdin; none: the one talosctl would use",
    )
    .option("--dry-run", "say what would happen, and change nothing")
    .addOption(onConflict)
    .option("--use", "make the file's current context the current one")
    .option(
      "--remove-source",
      "remove the file after the vault was read back and compared with it",
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
): Promise<Result<void>> {
  const { ports, terminal } = cli;
  if (options.removeSource && files.includes("-"))
    return failure(
      vaultError(
        "usage",
        "Standard input cannot be removed.",
        "Name the file to use --remove-source.",
      ),
    );
  const sources = await readSources(files);
  if (!sources.ok) return sources;
  const imported = await importFiles(await ports.vault())(sources.value, {
    onConflict: options.onConflict,
    use: options.use ?? false,
    dryRun: options.dryRun ?? false,
  });
  if (!imported.ok) return imported;
  const isDryRun = options.dryRun ?? false;
  if (options.json) terminal.json({ dryRun: isDryRun, ...imported.value });
  else printReport(terminal, imported.value, isDryRun);
  const isDone = !options.removeSource || isDryRun;
  return isDone ? success(undefined) : removeSources(cli, sources.value);
}

async function removeSources(
  { ports, terminal }: Cli,
  sources: readonly ImportSource[],
): Promise<Result<void>> {
  for (const source of sources) {
    const removed = await removeSource(await ports.vault(), diskFiles)(source);
    if (!removed.ok) return removed;
    terminal.say(
      `Removed ${source.path}: the vault was read back and holds the same.`,
    );
  }
  return success(undefined);
}

async function readSources(
  files: readonly string[],
): Promise<Result<readonly ImportSource[]>> {
  const found = files.length > 0 ? null : await firstTalosconfig(diskFiles);
  if (files.length === 0 && found === null)
    return failure(
      vaultError(
        "file-missing",
        "No talosconfig was found where talosctl looks.",
        "Name the file: talos-vault import FILE",
      ),
    );
  const sources: ImportSource[] = [];
  for (const path of found === null ? files : [found]) {
    const bytes = await diskFiles.read(path);
    if (!bytes.ok) return bytes;
    const parsed = parseTalosconfig(bytes.value);
    if (!parsed.ok) return nameFile(parsed, path);
    sources.push({ path, bytes: bytes.value, parsed: parsed.value });
  }
  return success(sources);
}

function nameFile(
  result: Result<ParsedTalosconfig>,
  path: string,
): Result<never> {
  if (result.ok) throw new Error("only a failure is named");
  const { message } = result.error;
  return failure({
    ...result.error,
    message: `${path === "-" ? "stdin" : path}: ${message}`,
  });
}
