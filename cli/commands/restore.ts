import { InvalidArgumentError, type Command } from "commander";
import { vaultError } from "../../shared/core/errors.ts";
import { diskFiles } from "../../shared/node/disk-files.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import {
  restoreVault,
  type RestoreSource,
} from "../../shared/core/usecases/vault/restore.ts";
import { insist } from "../ask.ts";
import { finish, type Cli } from "../cli.ts";
import { parseFd } from "../file-descriptor.ts";
import { askRecoveryKey } from "../passphrases.ts";

interface Options {
  generation?: number;
  acceptOlder?: true;
  replace?: true;
  recovery?: true;
  recoveryFd?: number;
  yes?: true;
}

export function configureRestore(command: Command, cli: Cli): void {
  command
    .argument("[file]", "a backup, or a vault.age")
    .option(
      "--generation <n>",
      "an earlier generation of this vault instead",
      parseGeneration,
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
    .option("-y, --yes", "do not ask")
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
  const source = await sourceOf(file, options);
  if (!source.ok) return source;
  const wantsKey = options.recovery || options.recoveryFd !== undefined;
  const key = wantsKey
    ? await askRecoveryKey(terminal, options.recoveryFd)
    : success(null);
  if (!key.ok) return key;
  if (!options.yes && terminal.isInteractive) {
    const sure = await insist(
      terminal,
      "This takes the place of the present vault, which is kept as vault.replaced.age. Go on?",
      "",
    );
    if (!sure.ok) return sure;
  }
  const restored = await restoreVault(await ports.vault())(source.value, {
    recoveryKey: key.value,
    replaceOther: options.replace ?? false,
  });
  if (!restored.ok) return restored;
  const { contexts, generation } = restored.value;
  terminal.say(
    `Restored ${String(contexts.size)} contexts, as generation ${String(generation)}.`,
  );
  return success(undefined);
}

async function sourceOf(
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
        "Restore what?",
        "Name one: a file, --generation N, or --accept-older.",
      ),
    );
  if (generation !== undefined)
    return success({ kind: "generation", generation });
  if (file === undefined) return success({ kind: "present" });
  const bytes = await diskFiles.read(file);
  return bytes.ok ? success({ kind: "file", bytes: bytes.value }) : bytes;
}

function parseGeneration(text: string): number {
  if (/^[1-9]\d{0,14}$/.test(text)) return Number(text);
  throw new InvalidArgumentError(
    "A generation is a number; talos-vault doctor lists them.",
  );
}
