import { vaultError } from "../shared/core/errors.ts";
import { failure, success, type Result } from "../shared/core/result.ts";
import type { StoredCluster } from "../shared/core/vault/document.ts";
import { diskFiles } from "../shared/node/disk-files.ts";
import { findProgram } from "../shared/node/find-program.ts";
import { generateConfig } from "../shared/node/generate-config.ts";
import type { Cli } from "./cli.ts";

export interface ConfigOptions {
  readonly output: string;
  readonly talosctl: string;
  readonly talosVersion?: string;
}

const files = ["controlplane.yaml", "worker.yaml"];

/** Before anything is made: is there a talosctl, and is the place free? */
export async function judgeOutput({
  output,
  talosctl,
}: ConfigOptions): Promise<Result<void>> {
  const isPath = talosctl.includes("/");
  const isThere = isPath
    ? await diskFiles.exists(talosctl)
    : (await findProgram(talosctl)) !== null;
  if (!isThere) return failure(noTalosctl(talosctl));
  for (const name of files)
    if (await diskFiles.exists(`${output}/${name}`))
      return failure(exists(`${output}/${name}`));
  return success(undefined);
}

/** Machine configs of a cluster, written by talosctl; the secrets reach it through a pipe. */
export async function writeMachineConfigs(
  { terminal, command }: Cli,
  name: string,
  { endpoint, secrets }: StoredCluster,
  options: ConfigOptions,
): Promise<Result<void>> {
  const free = await judgeOutput(options);
  if (!free.ok) return free;
  const { output, talosctl, talosVersion } = options;
  const args = [
    name,
    endpoint,
    "--output",
    output,
    "--output-types",
    "controlplane,worker",
    ...(talosVersion ? ["--talos-version", talosVersion] : []),
    ...(command ?? []),
  ];
  const outcome = await generateConfig(talosctl, args, secrets);
  if (outcome.kind === "failed") return failure(failed(name, outcome.code));
  terminal.say(`Machine configs are in ${output}, for you alone to read.`);
  return success(undefined);
}

function exists(path: string) {
  return vaultError(
    "file-exists",
    `${path} exists already.`,
    "Choose another folder; nothing was made.",
  );
}

function noTalosctl(name: string) {
  return vaultError(
    "command-missing",
    `There is no ${name} to write machine configs with.`,
    "Install talosctl, or name it: --talosctl PATH.",
  );
}

function failed(name: string, code: number) {
  return vaultError(
    "session-failed",
    `talosctl ended with ${String(code)}; what it says is above.`,
    `The vault has the secrets. Put it right, then: talos-vault cluster config ${name} --output FOLDER`,
  );
}
