import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { startTalosNode } from "../../doubles/talos-node.ts";
import { sharedPath } from "../../shared-material.ts";
import { Machine } from "../harness.ts";

/** What of the shared material a suite needs that uses one. */
export const gatewayMaterial = [
  "tools/talosctl",
  "tools/talos-node",
  "fixtures/prod/talosconfig",
];

/** A machine whose vault has the fixtures' `prod`, with a node that answers as its cluster. */
export interface GatewayMachine {
  readonly machine: Machine;
  /** The talosconfig that was imported. */
  readonly talosconfig: string;
  /** A file with a line for each call that the node got. */
  readonly journal: string;
  readonly stop: () => Promise<void>;
}

export async function startGatewayMachine(): Promise<GatewayMachine> {
  const machine = await Machine.start();
  const journal = join(machine.folder, "journal");
  writeFileSync(journal, "");
  const node = await startTalosNode("-journal", journal);
  const talosconfig = sharedPath("fixtures/prod/talosconfig");
  await machine.run(["init"]);
  await machine.run(["import", talosconfig]);
  const where = ["--endpoints", node.endpoint, "--nodes", "127.0.0.1"];
  await machine.run(["set", "prod", ...where]);
  return {
    machine,
    talosconfig,
    journal,
    stop: async () => {
      node.stop();
      await machine.stop();
    },
  };
}
