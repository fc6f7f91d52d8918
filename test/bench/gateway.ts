import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import type { ClientHttp2Session } from "node:http2";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { setTimeout as wait } from "node:timers/promises";
import { parseTalosconfig } from "../../shared/core/talosconfig/parse.ts";
import type { TalosContext } from "../../shared/core/talosconfig/types.ts";
import {
  prodContext,
  runTalosctl,
  writeTalosconfig,
} from "../doubles/gateway-session.ts";
import {
  call,
  clientOf,
  request,
  startRawNode,
  version,
} from "../doubles/raw-node.ts";
import { startSlowRelay } from "../doubles/slow-relay.ts";
import { startTalosNode } from "../doubles/talos-node.ts";
import { sharedPath } from "../shared-material.ts";
import { waysOf, type Way } from "./executable.ts";
import { median, race } from "./race.ts";

type Environment = NodeJS.ProcessEnv;

const talosctl = sharedPath("tools/talosctl");
const snapshotMiB = 32;
/** Each way: a link of 50 ms there and back. */
const linkMs = 25;
const followers = 10;
const talkMs = 20_000;
const silenceMs = 60_000;
/** What a call leaves behind is collected two seconds after the last one. */
const settledMs = 10_000;
const soak = 5000;

/** What a gateway costs, beside the same calls without one. */
export async function benchGateway(
  root: string,
  environment: Environment,
  vault: (args: readonly string[], env: Environment) => string,
): Promise<void> {
  if (!existsSync(talosctl)) {
    console.log("\ngateway: no talosctl and no node beside the repository");
    return;
  }
  const env = { ...environment, TALOS_VAULT_OFFLINE: "" };
  const folder = mkdtempSync(join(tmpdir(), "tv-gateway-"));
  const node = await startTalosNode();
  const port = Number(node.endpoint.replace(/^.*:/, ""));
  const far = await startSlowRelay(port, linkMs);
  const config = sharedPath("fixtures/prod/talosconfig");
  vault(["init"], env);
  vault(["import", config], env);
  const ways = waysOf(root);
  const [plain] = ways;
  if (!plain) throw new Error("build first: npm run build");
  const start = (endpoint: string, options: readonly string[], way = plain) => {
    vault(["set", "prod", "--endpoints", endpoint, "--consent", "never"], env);
    return Held.start(way, ["gateway", "prod", ...options], env);
  };
  const direct = (endpoint: string, name: string) => {
    const there = prodContext([endpoint]);
    return { file: writeTalosconfig(folder, name, there), context: there };
  };
  const near = direct(node.endpoint, "near");
  const distant = direct(far.endpoint, "distant");
  const held: Held[] = [];
  try {
    const gateways: Held[] = [];
    for (const way of ways) {
      const gateway = await start(node.endpoint, ["--stored"], way);
      held.push(gateway);
      gateways.push(gateway);
    }
    benchVersion(near.file, gateways, env);
    const [gateway] = gateways;
    if (!gateway) return;
    for (const one of gateways) await benchUnary(near.context, one);
    for (const one of gateways)
      await benchFollowers("five lines a second each", one, talkMs);
    await benchSoak(gateway);
    for (const one of gateways) one.stop();
    const backup = ["--role", "os:etcd:backup"];
    const nearBackup = await start(node.endpoint, backup);
    held.push(nearBackup);
    await benchSnapshot("loopback", folder, near.file, nearBackup.file, 9);
    const farBackup = await start(far.endpoint, backup);
    held.push(farBackup);
    await benchSnapshot(
      "a link of 50 ms",
      folder,
      distant.file,
      farBackup.file,
      5,
    );
  } finally {
    for (const one of held) one.stop();
    await far.stop();
    node.stop();
    rmSync(folder, { recursive: true });
  }
}

/** What a gateway takes while nothing is said through it. */
export async function benchFollowing(
  root: string,
  environment: Environment,
  vault: (args: readonly string[], env: Environment) => string,
): Promise<void> {
  const env = { ...environment, TALOS_VAULT_OFFLINE: "" };
  const folder = mkdtempSync(join(tmpdir(), "tv-following-"));
  try {
    for (const way of waysOf(root)) await benchSilence(folder, way, env, vault);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A gateway of its own, as a person starts it. */
class Held {
  readonly file: string;
  readonly context: TalosContext;
  /** What runs it. */
  readonly way: string;
  readonly #child: ChildProcess;

  private constructor(way: string, child: ChildProcess, file: string) {
    this.way = way;
    this.#child = child;
    this.file = file;
    this.context = contextIn(file);
  }

  static async start(
    { name, command: [program = "", ...words] }: Way,
    args: readonly string[],
    env: Environment,
  ): Promise<Held> {
    const child = spawn(program, [...words, ...args], {
      env,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [line] = (await once(child.stdout, "data")) as [Buffer];
    return new Held(name, child, line.toString().trim());
  }

  stop(): void {
    this.#child.kill();
  }

  /** MiB of memory that are its own or shared. */
  get memory(): number {
    const status = this.#proc("status");
    return Number(/^VmRSS:\s+(\d+)/m.exec(status)?.[1]) / 1024;
  }

  /** Milliseconds of processor so far, in steps of ten. */
  get busy(): number {
    const stat = this.#proc("stat");
    const fields = stat.slice(stat.lastIndexOf(")")).split(" ");
    return 10 * (Number(fields[12]) + Number(fields[13]));
  }

  #proc(name: string): string {
    return readFileSync(`/proc/${String(this.#child.pid)}/${name}`, "utf8");
  }
}

function contextIn(path: string): TalosContext {
  const parsed = parseTalosconfig(readFileSync(path));
  const contexts = parsed.ok ? [...parsed.value.config.contexts.values()] : [];
  const [context] = contexts;
  if (!context) throw new Error(`${path} has no context`);
  return context;
}

function benchVersion(
  direct: string,
  gateways: readonly Held[],
  env: Environment,
): void {
  const contender = (name: string, file: string) => ({
    name: `talosctl version, ${name}`,
    command: [talosctl, "--talosconfig", file, "-n", "127.0.0.1", "version"],
    env,
  });
  race("gateway: wanted at most 1.10x", [
    contender("direct", direct),
    ...gateways.map(({ way, file }) =>
      contender(`through a gateway, ${way}`, file),
    ),
  ]);
}

/** Calls one after the other on a connection that is there. */
async function benchUnary(
  direct: TalosContext,
  { context, way }: Held,
): Promise<void> {
  const clients = [clientOf(direct), clientOf(context)] as const;
  const times: readonly number[][] = [[], []];
  for (let turn = 0; turn < 600; turn++)
    for (const [index, client] of clients.entries()) {
      const start = performance.now();
      const { trailers } = await call(client, version);
      if (trailers["grpc-status"] !== "0") throw new Error("it was refused");
      if (turn >= 100) times[index]?.push(performance.now() - start);
    }
  const [own = 0, more = 0] = times.map(median);
  const added = (more - own).toFixed(2);
  console.log(
    `\none call on an open connection, ${way} (medians of 500)\n  direct ${own.toFixed(2)} ms, through a gateway ${more.toFixed(2)} ms: ${added} ms more (wanted: at most 0.6)`,
  );
  for (const client of clients) client.destroy();
}

/** Followers of a node that says nothing after its first line, as most do most of the time: what is left is the gateway's own. */
async function benchSilence(
  folder: string,
  way: Way,
  env: Environment,
  vault: (args: readonly string[], env: Environment) => string,
): Promise<void> {
  const silent = await startRawNode((stream) => {
    stream.respond({ ":status": 200, "content-type": "application/grpc" });
  });
  const own = { ...env, TALOS_VAULT_HOME: join(folder, `silent-${way.name}`) };
  vault(["init"], own);
  vault(["import", writeTalosconfig(folder, "silent", silent.config)], own);
  vault(["set", "prod", "--consent", "never"], own);
  const gateway = await Held.start(way, ["gateway", "prod", "--stored"], own);
  await benchFollowers("silent", gateway, silenceMs);
  gateway.stop();
  silent.stop();
}

async function benchFollowers(
  kind: string,
  gateway: Held,
  watchedMs: number,
): Promise<void> {
  const clients: ClientHttp2Session[] = [];
  for (let count = 0; count < followers; count++) {
    const client = clientOf(gateway.context);
    clients.push(client);
    // A request of one field: follow.
    const body = Buffer.from([0, 0, 0, 0, 2, 0x08, 1]);
    const stream = request(client, "/machine.MachineService/Dmesg", {}, body);
    stream.resume();
    await once(stream, "response");
  }
  await wait(settledMs);
  const before = gateway.busy;
  await wait(watchedMs);
  const share = ((gateway.busy - before) / watchedMs) * 100;
  const { way, memory } = gateway;
  console.log(
    `\n${String(followers)} followers, ${kind}, ${way}\n  ${memory.toFixed(0)} MiB (wanted: under 80), ${share.toFixed(2)} % of a processor (wanted of silent ones: 0.5)`,
  );
  for (const client of clients) client.destroy();
}

async function benchSoak(gateway: Held): Promise<void> {
  const client = clientOf(gateway.context);
  const calls = async (count: number) => {
    for (let done = 0; done < count; done++) await call(client, version);
  };
  await calls(500);
  const before = gateway.memory;
  await calls(soak);
  const { memory } = gateway;
  console.log(
    `\n${soak.toLocaleString("en")} calls\n  ${before.toFixed(0)} MiB before, ${memory.toFixed(0)} MiB after: ${(memory - before).toFixed(1)} MiB more (wanted: within 20)`,
  );
  client.destroy();
}

async function benchSnapshot(
  way: string,
  folder: string,
  direct: string,
  through: string,
  turns: number,
): Promise<void> {
  const times: readonly number[][] = [[], []];
  const target = join(folder, "snapshot");
  for (let turn = 0; turn <= turns; turn++)
    for (const [index, file] of [direct, through].entries()) {
      // So that it is a file of its own each time.
      writeFileSync(target, "");
      const start = performance.now();
      const words = ["-n", "127.0.0.1", "etcd", "snapshot", target];
      const { stderr } = await runTalosctl(file, words);
      // The node's content is no snapshot of etcd, which talosctl says once all of it has come.
      if (!stderr.includes("sha256")) throw new Error(stderr);
      if (turn > 0) times[index]?.push(performance.now() - start);
    }
  const [own = 0, more = 0] = times.map(median);
  console.log(
    `\n${String(snapshotMiB)} MiB over ${way} (medians of ${String(turns)})\n  direct ${own.toFixed(0)} ms, through a gateway ${more.toFixed(0)} ms: ${(more / own).toFixed(2)}x (wanted: at most ${way === "loopback" ? "1.5" : "1.0"})`,
  );
}
