import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { makeTalosconfig } from "../doubles/talosconfig-maker.ts";
import { findPeers } from "./peers.ts";
import { processCost } from "./process-cost.ts";
import { median, race, type Contender } from "./race.ts";

type Environment = NodeJS.ProcessEnv;

/** A way to run the command line: by Node, or as the one executable. */
export interface Way {
  readonly name: string;
  readonly command: readonly string[];
}

/** Both ways that this build has. */
export function waysOf(root: string): readonly Way[] {
  const executable = join(root, "out/bin/talos-vault");
  const bundle = join(root, ".vite/cli/talos-vault.cjs");
  return [
    { name: "Node", command: [process.execPath, bundle] },
    ...(existsSync(executable)
      ? [{ name: "executable", command: [executable] }]
      : []),
  ];
}

export type Vault = (
  args: readonly string[],
  env: Environment,
  input?: string,
) => string;

const few = 20;

/**
 * `exec` and `list` by an earlier build, which BENCH_BASELINE names by its folder, built; with a vault that it made itself. None where
 * it is not set.
 */
function baselineOf(env: Environment, talosconfig: string): Contender[] {
  const root = process.env["BENCH_BASELINE"];
  if (!root) return [];
  const own = {
    ...env,
    TALOS_VAULT_HOME: `${env["TALOS_VAULT_HOME"] ?? ""}-baseline`,
  };
  const ways = waysOf(root);
  const [program = "", ...words] = ways[0]?.command ?? [];
  for (const [args, input] of [
    [["init"], ""],
    [["import", "-"], talosconfig],
  ] as const) {
    const options = { env: own, input, encoding: "utf8" } as const;
    const { status, stderr } = spawnSync(program, [...words, ...args], options);
    if (status !== 0) throw new Error(`${root}: ${stderr}`);
  }
  return ways.flatMap(({ name, command }) =>
    [["exec", "context-1", "--", "true"], ["list"]].map((args) => ({
      name: `${args.join(" ")}, ${name}, baseline`,
      command: [...command, ...args],
      env: own,
    })),
  );
}

/**
 * `exec` and `list` of 20 contexts by the keychain and after `unlock`, beside a bare Node and the peers that are here, all in
 * turn. `env`: of an empty vault in `folder`.
 */
export async function benchStart(
  root: string,
  folder: string,
  env: Environment,
  vault: Vault,
): Promise<void> {
  const talosconfig = makeTalosconfig(few);
  vault(["init"], env);
  vault(["import", "-"], env, talosconfig);
  const peers = findPeers(folder, env, talosconfig, makeTalosconfig(1));
  const bare: Contender = {
    name: "node -e 0",
    command: [process.execPath, "-e", "0"],
    env,
  };
  const ways = waysOf(root);
  const each = (...args: string[]): Contender[] =>
    ways.map(({ name, command }) => ({
      name: `${args.join(" ")}, ${name}`,
      command: [...command, ...args],
      env,
    }));
  const exec = each("exec", "context-1", "--", "true");
  const stored = each("exec", "context-1", "--stored", "--", "true");
  race(`by the keychain, ${String(few)} contexts`, [
    bare,
    ...exec,
    ...baselineOf(env, talosconfig),
    ...stored,
    ...each("list"),
    ...peers.ofAll,
  ]);
  vault(["unlock"], env);
  try {
    race(`after unlock, ${String(few)} contexts`, [
      bare,
      ...exec,
      ...stored,
      ...each("list"),
      ...peers.ofOne,
      ...peers.ofAll,
    ]);
    for (const way of ways) await memoryOfExec(way, env);
  } finally {
    vault(["lock"], env);
  }
}

/** Resident memory of what waits while `exec` runs a command. */
async function memoryOfExec(way: Way, env: Environment): Promise<void> {
  const [program = "", ...words] = way.command;
  const child = spawn(
    program,
    [...words, "exec", "context-1", "--", "sh", "-c", "echo started; cat"],
    { env, stdio: ["pipe", "pipe", "ignore"] },
  );
  const ended = once(child, "exit");
  await once(child.stdout, "data");
  const status = readFileSync(`/proc/${String(child.pid)}/status`, "utf8");
  child.stdin.end();
  await ended;
  const figure = (key: string) => {
    const [, kibibytes] = new RegExp(`${key}:\\s+(\\d+)`).exec(status) ?? [];
    return (Number(kibibytes) / 1024).toFixed(1);
  };
  console.log(
    `  memory of exec, ${way.name}, while its command runs: ${figure("VmRSS")} MiB, at most ${figure("VmHWM")} MiB`,
  );
}

/** What listing a large vault costs in time, processor and memory, by both ways. `env`: of a vault with `count` contexts. */
export function benchLongList(
  root: string,
  env: Environment,
  count: number,
): void {
  const rounds = 9;
  const ways = waysOf(root);
  const costs = ways.map(() => [] as ReturnType<typeof processCost>[]);
  for (let round = 0; round < rounds; round++)
    for (const [index, { command }] of ways.entries())
      costs[index]?.push(processCost([...command, "list"], env));
  console.log(`\nlist of ${String(count)} (medians of ${String(rounds)})`);
  for (const [index, { name }] of ways.entries()) {
    const all = costs[index] ?? [];
    const of = (part: keyof ReturnType<typeof processCost>) =>
      median(all.map((one) => one[part]));
    console.log(
      `  ${name.padEnd(12)} ${of("milliseconds").toFixed(0)} ms, processor ${of("busy").toFixed(0)} ms, ${of("mebibytes").toFixed(0)} MiB`,
    );
  }
}
