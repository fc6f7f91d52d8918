import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  readLease,
  type Lease,
} from "../../../../shared/core/sessions/lease.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/leases/lease-journal.ts";
import { sweep } from "../../../../shared/node/sessions/leases/sweep.ts";
import { isTemporary } from "../../../../shared/node/files/atomic-file.ts";
import type { SessionOwnerInput } from "../../../doubles/session-owner-process.ts";

const owner = join(
  import.meta.dirname,
  "../../../doubles/session-owner-process.ts",
);
const runs = Number(
  process.env["TALOS_VAULT_KILL_RUNS"] ?? (process.env["CI"] ? 300 : 60),
);
const seed = Number(process.env["TALOS_VAULT_SEED"] ?? Date.now() % 2 ** 31);
const atOnce = 4;
/** For what happens in milliseconds where the machine has nothing else to do. */
const patienceMs = 20_000;
const canary = "CANARY-KEY-c2VjcmV0IGtleSBtYXRlcmlhbA";

/** Numbers from a seed (mulberry32), so that a failing run can be run again. */
function numbers(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Plan {
  readonly delivery: "fd" | "file";
  readonly hasCommand: boolean;
  readonly victim: "owner" | "watchdog" | "inner";
  readonly signal: NodeJS.Signals;
  readonly delayMs: number;
}

function planOf(random: () => number): Plan {
  const pick = <T>(values: readonly T[]): T =>
    values[Math.floor(random() * values.length)] as T;
  const delivery = pick(["fd", "file"] as const);
  return {
    delivery,
    hasCommand: random() < 0.6,
    victim: pick(
      delivery === "file"
        ? ["owner", "owner", "watchdog", "inner"]
        : ["owner", "owner", "inner"],
    ),
    signal: pick(["SIGKILL", "SIGKILL", "SIGTERM", "SIGHUP", "SIGINT"]),
    delayMs: random() * 120,
  };
}

function filesWithCanary(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return filesWithCanary(path);
    if (!stat?.isFile()) return [];
    try {
      return readFileSync(path, "utf8").includes(canary) ? [path] : [];
    } catch {
      return [];
    }
  });
}

/** The children of a process that do what `wanted` says. One that is being started is its parent's double for a moment. */
function childrenOf(pid: number, wanted: RegExp): readonly number[] {
  try {
    const text = readFileSync(
      `/proc/${String(pid)}/task/${String(pid)}/children`,
      "utf8",
    );
    const children = text.split(" ").filter(Boolean).map(Number);
    return children.filter((child) => wanted.test(wordsOf(child)));
  } catch {
    return [];
  }
}

/** The program of a process and its arguments, each with a NUL behind it; nothing when it is gone. */
function wordsOf(pid: number): string {
  try {
    return readFileSync(`/proc/${String(pid)}/cmdline`, "utf8");
  } catch {
    return "";
  }
}

const watchdog = /\0talos-vault-watchdog\0/;
const command = /^sleep\0/;

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself.
  }
}

async function leaseOf(child: ChildProcess): Promise<Lease | null> {
  if (!child.stdout) return null;
  const first = (await Promise.race([
    once(child.stdout, "data"),
    once(child, "exit").then(() => []),
  ])) as [Buffer?];
  return readLease(first[0]?.toString("utf8") ?? "");
}

test.skipIf(process.platform !== "linux")(
  `${String(runs)} sessions with a process killed at random leave no key, no lease and no folder (TALOS_VAULT_SEED=${String(seed)})`,
  { timeout: 280_000 },
  async () => {
    const random = numbers(seed);
    const plans = Array.from({ length: runs }, () => planOf(random));
    const failures: string[] = [];
    const work = async (): Promise<void> => {
      for (let plan = plans.shift(); plan; plan = plans.shift()) {
        const problem = await runPlan(plan);
        if (problem !== null)
          failures.push(`${problem}: ${JSON.stringify(plan)}`);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    expect(failures).toEqual([]);
    expect(readFileSync(sentinel, "utf8")).toBe("not ours");
  },
);

let base: string;
let sentinel: string;

beforeAll(() => {
  base = mkdtempSync(
    join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "tv-kill-"),
  );
  sentinel = join(base, "sentinel");
  writeFileSync(sentinel, "not ours");
});

afterAll(() => rmSync(base, { recursive: true, force: true }));

/** Null when everything went as it must, else what was wrong. */
async function runPlan(plan: Plan): Promise<string | null> {
  const folder = mkdtempSync(join(base, "run-"));
  const runFolder = join(folder, "run");
  const home = join(folder, "home");
  mkdirSync(runFolder, { mode: 0o700 });
  mkdirSync(home, { mode: 0o700 });
  // Something foreign beside the sessions, and something that looks like one and is not.
  writeFileSync(join(runFolder, "foreign"), "not ours");
  const watched = plan.hasCommand
    ? null
    : spawn("sleep", ["20"], { stdio: "ignore" });
  const input: SessionOwnerInput = {
    home,
    runFolder,
    delivery: plan.delivery,
    document: `key: ${canary}\n`,
    ttlSeconds: 60,
    command: plan.hasCommand ? ["sleep", "20"] : null,
    watchedPid: watched?.pid ?? null,
    heldAt: null,
  };
  const child = spawn(process.execPath, [owner, JSON.stringify(input)], {
    // Of three hundred that load the same code one compiles it.
    env: { ...process.env, NODE_COMPILE_CACHE: join(base, "compiled") },
    stdio: ["ignore", "pipe", "ignore"],
    detached: true,
  });
  try {
    const lease = await leaseOf(child);
    if (lease === null) return "no lease was printed";
    await wait(plan.delayMs);
    const struck = strike(plan, child.pid ?? 0, watched);
    return await judge(plan, { child, ...struck, home, runFolder });
  } finally {
    kill(-(child.pid ?? 0), "SIGKILL");
    if (watched?.pid) kill(watched.pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  }
}

function strike(plan: Plan, pid: number, watched: ChildProcess | null) {
  const watchdogs = childrenOf(pid, watchdog);
  const commands = watched?.pid ? [watched.pid] : childrenOf(pid, command);
  const victims = { owner: [pid], watchdog: watchdogs, inner: commands };
  const [victim = pid] = victims[plan.victim];
  kill(victim, plan.signal);
  return { watchdogs, commands };
}

interface Scene {
  readonly child: ChildProcess;
  readonly watchdogs: readonly number[];
  readonly commands: readonly number[];
  readonly home: string;
  readonly runFolder: string;
}

async function judge(plan: Plan, scene: Scene): Promise<string | null> {
  const { child, watchdogs, commands, home, runFolder } = scene;
  if (plan.victim === "watchdog") {
    // The owner starts another one where it was there, and heeds the signal; then the owner is killed after all.
    const isReplaced = () =>
      childrenOf(child.pid ?? 0, watchdog).some(
        (pid) => !watchdogs.includes(pid),
      );
    if (watchdogs.length > 0 && plan.signal === "SIGKILL")
      if (!(await within(isReplaced))) return "no other watchdog was started";
    kill(child.pid ?? 0, "SIGKILL");
  }
  await Promise.race([
    child.exitCode ?? child.signalCode ?? once(child, "exit"),
    wait(patienceMs),
  ]);
  if (child.exitCode === null && child.signalCode === null)
    return "the owner did not end";
  const isGone = await within(
    () =>
      filesWithCanary(runFolder).length + filesWithCanary(home).length === 0,
  );
  if (!isGone) return "a key was there after the owner's death";
  // A command may have been forked and not yet run when the strike looked for it; its lease names it, and stays while it lives.
  for (const pid of [...commands, ...watchedOf(home)]) kill(pid, "SIGKILL");
  return judgeSweep(home, runFolder);
}

/** The processes that the leases of a home say that their sessions live for. */
function watchedOf(home: string): readonly number[] {
  return new LeaseJournal(home).list().map((lease) => lease.watched.pid);
}

async function judgeSweep(
  home: string,
  runFolder: string,
): Promise<string | null> {
  const journal = new LeaseJournal(home);
  const isSwept = await within(() => {
    sweep(journal, [runFolder]);
    return journal.list().length === 0;
  });
  if (!isSwept) return "a lease was left";
  // Who is killed while it writes a lease leaves what it had begun, in which no key is; it goes an hour later.
  const others = readdirSync(join(home, "sessions"));
  if (!others.every(isTemporary)) return "a file was left in sessions";
  const left = readdirSync(runFolder);
  return left.join() === "foreign"
    ? null
    : `the run folder has ${left.join(", ")}`;
}

async function within(isSo: () => boolean): Promise<boolean> {
  const end = performance.now() + patienceMs;
  while (performance.now() < end) {
    if (isSo()) return true;
    await wait(20);
  }
  return isSo();
}
