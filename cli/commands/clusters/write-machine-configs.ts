import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { StoredCluster } from "../../../shared/core/vault/document.ts";
import { diskFiles } from "../../../shared/node/files/disk-files.ts";
import { findProgram } from "../../../shared/node/system/find-program.ts";
import { generateConfig } from "../../../shared/node/clusters/generate-config.ts";
import type { Cli } from "../../cli.ts";

export interface ConfigOptions {
  readonly output: string;
  readonly talosctl: string;
  readonly talosVersion?: string;
}

const files = ["controlplane.yaml", "worker.yaml"];

/** Long options of `talosctl gen config` that are ours to give. */
const ours = ["--output", "--output-types", "--with-secrets"];
/** `-o` and `-t`, also behind shorthands that take no value. */
const oursInShort = /^-[hpf]*[ot]/;

/**
 * Before anything is made: is there a talosctl, is the place free, and does what is passed on leave it there? With an
 * output of its own talosctl would write elsewhere, an administrator's talosconfig included. `command-missing` ends
 * with 127, as in a shell.
 */
export async function judgeOutput(
  { command }: Pick<Cli, "command">,
  { output, talosctl }: ConfigOptions,
): Promise<Result<void>> {
  const taken = command?.find(
    (word) => oursInShort.test(word) || ours.includes(word.replace(/=.*/s, "")),
  );
  if (taken !== undefined) return failure(notYours(taken));
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
  { terminal, command }: Pick<Cli, "terminal" | "command">,
  name: string,
  { endpoint, secrets }: StoredCluster,
  options: ConfigOptions,
): Promise<Result<void>> {
  const free = await judgeOutput({ command }, options);
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
  for (const file of files)
    if (!(await diskFiles.exists(`${output}/${file}`)))
      return failure(unwritten(name, `${output}/${file}`));
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

function notYours(word: string) {
  return vaultError(
    "usage",
    `${word.replace(/=.*/s, "")} is not passed on to talosctl: where and what it writes is said before the dashes.`,
    "Leave it out; the folder is --output FOLDER. The administrator is a context of the vault.",
  );
}

function unwritten(name: string, path: string) {
  return vaultError(
    "session-failed",
    `talosctl ended without an error and wrote no ${path}.`,
    `The vault has the secrets. Put it right, then: talos-vault cluster config ${name} --output FOLDER`,
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
