import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { AddressInfo } from "node:net";
import { parseTalosconfig } from "../../shared/core/talosconfig/parse.ts";
import type { TalosContext } from "../../shared/core/talosconfig/types.ts";
import { GrpcTalosApi } from "../../shared/node/talos-api/grpc-talos-api.ts";
import { startTalosNode } from "../doubles/talos-node.ts";
import { sharedPath } from "../shared-material.ts";
import { waysOf } from "./executable.ts";
import { median, race } from "./race.ts";

const turns = 50;
const many = 200;
const patienceMs = 3000;

/** What it takes to ask a node, beside talosctl asking the same one. */
export async function benchCluster(
  root: string,
  environment: NodeJS.ProcessEnv,
  vault: (args: readonly string[], env: NodeJS.ProcessEnv) => string,
): Promise<void> {
  const talosctl = sharedPath("tools/talosctl");
  if (!existsSync(talosctl)) {
    console.log("\nping: no talosctl and no node beside the repository");
    return;
  }
  const env = { ...environment, TALOS_VAULT_OFFLINE: "" };
  const folder = mkdtempSync(join(tmpdir(), "tv-ping-"));
  const node = await startTalosNode();
  const file = join(folder, "talosconfig");
  const text = readFileSync(sharedPath("fixtures/prod/talosconfig"), "utf8");
  writeFileSync(file, text, { mode: 0o600 });
  vault(["init"], env);
  vault(["import", file], env);
  vault(["set", "prod", "--endpoints", node.endpoint], env);
  const ask = `--talosconfig ${file} -e ${node.endpoint} -n 127.0.0.1 version`;
  const contenders = [
    {
      name: "talosctl version",
      command: [talosctl, ...ask.split(" ")],
      env,
    },
    ...waysOf(root).map(({ name, command }) => ({
      name: `talos-vault ping, ${name}`,
      command: [...command, "ping", "prod"],
      env,
    })),
  ];
  race("ping of one endpoint, keychain slot", contenders);
  vault(["unlock"], env);
  race("ping of one endpoint, after unlock", contenders);
  vault(["lock"], env);
  await inProcess(node.endpoint, text);
  node.stop();
  rmSync(folder, { recursive: true });
}

async function inProcess(endpoint: string, text: string): Promise<void> {
  const parsed = parseTalosconfig(new TextEncoder().encode(text));
  const config = parsed.ok ? parsed.value.config.contexts.get("prod") : null;
  if (!config) throw new Error("no fixture");
  const figure = (value: number) => `${value.toFixed(1)} ms`;
  console.log("\nasking a node, in this process");
  console.log(`  the whole way: ${figure(await timed(0, endpoint, config))}`);
  console.log(
    `  connection kept: ${figure(await timed(60_000, endpoint, config))}`,
  );
  const api = new GrpcTalosApi({ environment: {}, keepMs: 0 });
  // Takes connections and says nothing.
  const silent = createServer().listen(0, "127.0.0.1");
  await once(silent, "listening");
  const { port } = silent.address() as AddressInfo;
  const places = Array.from({ length: many }, (_, index) =>
    index === 0 ? `127.0.0.1:${String(port)}` : endpoint,
  );
  const start = performance.now();
  await Promise.all(
    places.map((one) => api.probe({ endpoint: one, config }, { patienceMs })),
  );
  console.log(
    `  ${String(many)} at once, one of them silent for ${String(patienceMs)} ms: ${figure(performance.now() - start)}`,
  );
  silent.close();
}

/** Median of one question after another. */
async function timed(
  keepMs: number,
  endpoint: string,
  config: TalosContext,
): Promise<number> {
  const api = new GrpcTalosApi({ environment: {}, keepMs });
  const times: number[] = [];
  for (let turn = 0; turn < turns; turn++) {
    const start = performance.now();
    await api.probe({ endpoint, config }, { patienceMs });
    times.push(performance.now() - start);
  }
  api.close();
  return median(times);
}
