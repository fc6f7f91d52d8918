import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type { Delivered } from "../../../shared/core/usecases/clusters/hand-out-cluster.ts";
import type { StoredCluster } from "../../../shared/core/vault/document.ts";
import { diskFiles } from "../../../shared/node/files/disk-files.ts";
import {
  makeOutputFolder,
  removeMade,
} from "../../../shared/node/files/output-file.ts";
import { findProgram } from "../../../shared/node/system/programs/find-program.ts";
import { generateConfig } from "../../../shared/node/clusters/generate-config.ts";
import type { Cli } from "../../cli.ts";
import { tellDoctor } from "../../ports/files/private-output.ts";

export interface ConfigOptions {
  readonly output: string;
  readonly talosctl: string;
  readonly talosVersion?: string;
}

function pathsIn(output: string): readonly string[] {
  return ["controlplane.yaml", "worker.yaml"].map(
    (name) => `${output}/${name}`,
  );
}

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
  for (const path of pathsIn(output))
    if (await diskFiles.exists(path)) return failure(exists(path));
  return success(undefined);
}

/** Machine configs of a cluster, written by talosctl; the secrets reach it through a pipe. */
export async function writeMachineConfigs(
  { terminal, command, ports }: Pick<Cli, "terminal" | "command" | "ports">,
  name: string,
  { endpoint, secrets }: StoredCluster,
  options: ConfigOptions,
): Promise<Delivered<void>> {
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
  const paths = pathsIn(output);
  const folder = makeOutputFolder(output, paths);
  if (!folder.ok) return folder;
  const generated = await generateConfig(
    { talosctl, args, files: paths },
    secrets,
  );
  if (!generated.ok) {
    removeMade(folder.value);
    return generated;
  }
  const outcome = generated.value;
  if (outcome.kind === "failed") {
    removeMade(folder.value);
    const { code, left } = outcome;
    return { ...failure(failed(name, code, left)), isOut: left.length > 0 };
  }
  await tellDoctor({ terminal, ports }, paths, "made");
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

function noTalosctl(name: string) {
  return vaultError(
    "command-missing",
    `There is no ${name} to write machine configs with.`,
    "Install talosctl, or name it: --talosctl PATH.",
  );
}

function failed(name: string, code: number, left: readonly string[]) {
  const ended =
    code === 0
      ? "talosctl ended without an error and wrote no configs."
      : `talosctl ended with ${String(code)}; what it says is above.`;
  const still =
    left.length === 0
      ? "Nothing of it stayed."
      : `${left.join(", ")} could not be taken away again, and may have keys of the cluster in it.`;
  return vaultError(
    "session-failed",
    `${ended} ${still}`,
    `The vault has the secrets. Put it right, then: talos-vault cluster config ${name} --output FOLDER`,
  );
}
