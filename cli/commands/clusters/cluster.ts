// `cluster` and `rotation`: secrets of new clusters, and a CA that changes under many contexts.
// Keep: Secrets are in the vault before a machine config with them is on disk.
import type { Command } from "commander";
import { success, type Result } from "../../../shared/core/result.ts";
import {
  handOutCluster,
  refuseRotated,
} from "../../../shared/core/usecases/clusters/hand-out-cluster.ts";
import { finish, type Cli } from "../../cli.ts";
import { createCluster, type NewOptions } from "./create-cluster.ts";
import {
  exportSecrets,
  releaseConfirmed,
  removeCluster,
  type ReleaseOptions,
} from "./cluster-secrets.ts";
import { openDocument } from "../../ports/vault/open-document.ts";
import { table } from "../../output/table.ts";
import {
  judgeOutput,
  writeMachineConfigs,
  type ConfigOptions,
} from "./write-machine-configs.ts";

export function configureCluster(command: Command, cli: Cli): void {
  addConfigOptions(
    command
      .command("new <name> <endpoint>")
      .description(
        "make a cluster's secrets, its administrator and its machine configs",
      ),
  )
    .option(
      "--endpoints <list>",
      "of the Talos API, comma-separated (default: the host of the endpoint)",
    )
    .action((name: string, endpoint: string, options: NewOptions) =>
      finish(cli, createCluster(cli, name, endpoint, options)),
    );
  addReleaseOptions(
    addConfigOptions(
      command
        .command("config <name>")
        .description(
          "write machine configs again, from the secrets in the vault",
        ),
    ),
  ).action((name: string, options: ConfigOptions & ReleaseOptions) =>
    finish(cli, config(cli, name, options)),
  );
  command
    .command("list")
    .description("list the clusters whose secrets the vault has")
    .option("--json", "print JSON")
    .action((options: { json?: true }) => finish(cli, list(cli, options)));
  addReleaseOptions(
    command
      .command("export-secrets <name>")
      .description("write secrets.yaml in plain text, for disaster recovery"),
  )
    .requiredOption(
      "--to <file>",
      "where, - is stdout; a file that is there is not replaced",
    )
    .option("--yes", "do not ask whether plain text is meant")
    .action(
      (name: string, options: { to: string; yes?: true } & ReleaseOptions) =>
        finish(cli, exportSecrets(cli, name, options)),
    );
  command
    .command("remove <name>")
    .description("forget a cluster's secrets; authority and contexts stay")
    .option("--yes", "do not ask")
    .action((name: string, options: { yes?: true }) =>
      finish(cli, removeCluster(cli, name, options)),
    );
}

function addReleaseOptions(command: Command): Command {
  return command
    .option("--reason <text>", "why, for the ledger")
    .option(
      "--confirm <name>",
      "the cluster's name once more, where one of its contexts is production",
    );
}

function addConfigOptions(command: Command): Command {
  return command
    .requiredOption("--output <folder>", "where the machine configs go")
    .option("--talosctl <program>", "which talosctl writes them", "talosctl")
    .option("--talos-version <version>", "of the nodes, such as v1.12")
    .addHelpText(
      "after",
      `
The configs hold the cluster's keys, as every machine config does: they are written for you alone
to read. Everything behind two dashes goes to talosctl gen config:
talos-vault cluster new prod https://10.0.0.2:6443 --output prod -- --install-disk /dev/nvme0n1`,
    );
}

async function config(
  cli: Cli,
  name: string,
  options: ConfigOptions & ReleaseOptions,
): Promise<Result<void>> {
  const document = await openDocument(cli);
  if (!document.ok) return document;
  // What cannot be is said before anybody is asked why.
  const now = cli.ports.clock.now();
  const current = refuseRotated(document.value, name, now);
  if (!current.ok) return current;
  const free = await judgeOutput(cli, options);
  if (!free.ok) return free;
  const released = await releaseConfirmed(cli, document.value, name, options);
  if (!released.ok) return released;
  const { cluster, reason } = released.value;
  const facts = { recipient: options.output, reason };
  return handOutCluster(cli.ports, name, released.value, facts, () =>
    writeMachineConfigs(cli, name, cluster, options),
  );
}

async function list(
  cli: Cli,
  { json }: { json?: true },
): Promise<Result<void>> {
  const { terminal } = cli;
  const document = await openDocument(cli);
  if (!document.ok) return document;
  const clusters = [...(document.value.clusters ?? [])].map(
    ([name, { endpoint, createdAt }]) => ({
      name,
      endpoint,
      createdAt: createdAt.toISOString(),
    }),
  );
  if (json) terminal.json({ clusters });
  else if (clusters.length === 0)
    terminal.say("The vault has no cluster's secrets.");
  else
    terminal.outLines(
      table(
        terminal,
        ["NAME", "ENDPOINT", "MADE"],
        clusters.map(({ name, endpoint, createdAt }) => [
          name,
          endpoint,
          createdAt,
        ]),
      ),
    );
  return success(undefined);
}
