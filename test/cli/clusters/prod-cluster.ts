import { startTalosNode, type TalosNode } from "../../doubles/talos-node.ts";
import { sharedPath } from "../../shared-material.ts";
import { Machine } from "../harness.ts";

/** A machine whose vault has the os:admin of a cluster with one node, which answers on loopback. */
export interface ProdCluster {
  readonly machine: Machine;
  readonly node: TalosNode;
  /** What `init` printed. */
  readonly recoveryKey: string;
  readonly stop: () => Promise<void>;
}

/** The context is `prod`, its node 127.0.0.1. The node writes down every call in the machine's file `journal`. */
export async function startProdCluster(): Promise<ProdCluster> {
  const machine = await Machine.start();
  const { stdout: recoveryKey } = await machine.run(["init"]);
  await machine.run(["import", sharedPath("fixtures/prod/talosconfig")]);
  const node = await startTalosNode("-journal", `${machine.folder}/journal`);
  const addresses = ["--endpoints", node.endpoint, "--nodes", "127.0.0.1"];
  await machine.run(["set", "prod", ...addresses]);
  return {
    machine,
    node,
    recoveryKey,
    stop: async () => {
      node.stop();
      await machine.stop();
    },
  };
}

/** A reader of the same cluster, for 30 days, by its authority. */
export async function issueReader(
  machine: Machine,
  name: string,
): Promise<void> {
  const words = `issue prod --roles os:reader --ttl 30d --as ${name}`;
  const secrets = sharedPath("fixtures/prod/secrets.yaml");
  await machine.run([...words.split(" "), "--authority", secrets]);
}
