import { lives } from "../../../shared/core/policy/credential-lifetimes.ts";
import { success, type Result } from "../../../shared/core/result.ts";
import { changeVault } from "../../../shared/core/usecases/vault/change.ts";
import { findCluster } from "../../../shared/core/usecases/clusters/find-cluster.ts";
import {
  handOutCluster,
  withCa,
} from "../../../shared/core/usecases/clusters/hand-out-cluster.ts";
import { recordUndelivered } from "../../../shared/core/usecases/issuing/record-issued.ts";
import { newCluster } from "../../../shared/core/usecases/clusters/new-cluster.ts";
import type { Cli } from "../../cli.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import {
  judgeOutput,
  writeMachineConfigs,
  type ConfigOptions,
} from "./write-machine-configs.ts";
import { nameWord, shellWord } from "../../../shared/core/text/shell-words.ts";

export interface NewOptions extends ConfigOptions {
  readonly endpoints?: string;
}

/** A cluster from nothing: secrets and administrator into the vault first, then the machine configs on disk. */
export async function createCluster(
  cli: Cli,
  name: string,
  endpoint: string,
  options: NewOptions,
): Promise<Result<void>> {
  const { ports, terminal } = cli;
  const refusal = await judgeOutput(cli, options);
  if (!refusal.ok) return refusal;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const made = await newCluster(ports, document.value, {
    name,
    endpoint,
    endpoints: (options.endpoints ?? "").split(",").filter(Boolean),
    ttlSeconds: lives.context,
  });
  if (!made.ok) return made;
  const changed = await changeVault(await ports.vault())(made.value.change);
  if (!changed.ok) {
    await recordUndelivered(ports, name, made.value.admin);
    return changed;
  }
  const { endpoints } = made.value.admin.config;
  terminal.say(
    `The vault has the secrets of ${name}, its authority, and the context ${name} (${endpoints.join(", ")}).`,
  );
  const cluster = findCluster(changed.value.document, name);
  if (!cluster.ok) return cluster;
  const written = await handOutCluster(
    ports,
    name,
    withCa(cluster.value, ports.clock.now()),
    { recipient: options.output, reason: undefined },
    () => writeMachineConfigs(cli, name, cluster.value, options),
  );
  if (!written.ok) return written;
  terminal.say(
    `Next: talosctl apply-config --insecure --nodes IP --file ${shellWord(`${options.output}/controlplane.yaml`)}; then talos-vault exec ${nameWord(name)} --role os:admin -- talosctl bootstrap --nodes IP`,
  );
  return success(undefined);
}
