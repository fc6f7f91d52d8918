import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { createConnection, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { protocol } from "../../../../shared/core/agent/protocol.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import {
  isOverdue,
  readLease,
  type Lease,
} from "../../../../shared/core/sessions/lease.ts";
import {
  askHolder,
  endSession,
  repointSession,
} from "../../../../shared/node/sessions/leases/end-session.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/leases/lease-journal.ts";
import { sweep } from "../../../../shared/node/sessions/leases/sweep.ts";
import type { SessionOwnerInput } from "../../../doubles/session-owner-process.ts";

// docs/sessions.md as a model: random sequences of what happens to a session, each step tried on real processes.

const owner = join(
  import.meta.dirname,
  "../../../doubles/session-owner-process.ts",
);
const seed = Number(process.env["TALOS_VAULT_SEED"] ?? Date.now() % 2 ** 31);
const sequences = Number(process.env["TALOS_VAULT_MODEL_RUNS"] ?? 16);
const stepsEach = 7;
const atOnce = 4;

/** Numbers from a seed (mulberry32), so that a failing run can be run again. */
function numbers(from: number): () => number {
  let state = from;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const steps = [
  "kill-holder",
  "stop",
  "stop",
  "continue",
  "kill-shell",
  "hang-up",
  "end",
  "extend",
  "repoint",
  "sweep",
  "sweep-other-vault",
  "let-time-pass",
  "outlive-its-time",
] as const;
type Step = (typeof steps)[number];

/** What the session should be. */
interface Model {
  holder: "runs" | "stopped" | "dead";
  isShellAlive: boolean;
  isEnded: boolean;
  expiresAt: number;
  /** What a reader of the session finds while it has its credential. */
  key: string;
}

interface Scene {
  readonly model: Model;
  readonly child: ChildProcess;
  readonly shell: ChildProcess;
  /** Of a command line whose session the process holds as the agent does; null: it holds its own. */
  readonly connection: Socket | null;
  readonly lease: Lease;
  readonly journal: LeaseJournal;
  readonly otherJournal: LeaseJournal;
  readonly runFolder: string;
  readonly random: () => number;
}

let base: string;

beforeAll(() => {
  base = mkdtempSync(
    join(existsSync("/dev/shm") ? "/dev/shm" : tmpdir(), "tv-model-"),
  );
});
afterAll(() => rmSync(base, { recursive: true, force: true }));

test.skipIf(process.platform !== "linux")(
  `a session has its credential exactly as long as its state machine says (TALOS_VAULT_SEED=${String(seed)})`,
  { timeout: 280_000 },
  async () => {
    const random = numbers(seed);
    const plans = Array.from({ length: sequences }, () =>
      numbers(Math.floor(random() * 2 ** 31)),
    );
    const failures: string[] = [];
    const work = async (): Promise<void> => {
      for (let plan = plans.shift(); plan; plan = plans.shift()) {
        const problem = await play(plan);
        if (problem !== null) failures.push(problem);
      }
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    expect(failures).toEqual([]);
  },
);

/** Null when everything went as it must, else the steps and what was wrong. */
async function play(random: () => number): Promise<string | null> {
  const scene = await start(random);
  const done = [scene.lease.delivery, scene.connection ? "held" : "own"];
  // Chance alone meets the worst case too seldom.
  const begun: readonly Step[] =
    random() < 0.25 ? ["stop", "outlive-its-time", "continue"] : [];
  try {
    for (let count = 0; count < stepsEach; count++) {
      const step =
        begun[count] ?? steps[Math.floor(random() * steps.length)] ?? "sweep";
      done.push(step);
      const problem = (await doings[step](scene)) ?? (await judge(scene));
      if (problem !== null) return `${done.join(" ")}: ${problem}`;
    }
    const left = await finish(scene);
    return left === null ? null : `${done.join(" ")} finish: ${left}`;
  } finally {
    signal(scene.child, "SIGKILL");
    signal(scene.shell, "SIGKILL");
  }
}

async function start(random: () => number): Promise<Scene> {
  const folder = mkdtempSync(join(base, "run-"));
  const [runFolder, home, other] = ["run", "home", "other"].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  for (const path of [runFolder, home, other]) mkdirSync(path, { mode: 0o700 });
  const shell = spawn("sleep", ["60"], { stdio: "ignore" });
  const key = "CANARY-0";
  const input: SessionOwnerInput = {
    home,
    runFolder,
    delivery: random() < 0.5 ? "fd" : "file",
    document: `key: ${key}\n`,
    ttlSeconds: 2 + Math.floor(random() * 4),
    command: null,
    watchedPid: shell.pid ?? null,
    heldAt: random() < 0.5 ? join(runFolder, "agent") : null,
  };
  const child = spawn(process.execPath, [owner, JSON.stringify(input)], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const [said] = (await once(child.stdout, "data")) as [Buffer];
  const connection =
    input.heldAt === null ? null : createConnection(input.heldAt);
  const text = connection ? await askToHold(connection, shell) : String(said);
  const lease = readLease(text);
  if (!lease) throw new Error(text);
  const control = join(lease.folder, "control");
  await until(5000, () => existsSync(control));
  const model: Model = {
    holder: "runs",
    isShellAlive: true,
    isEnded: false,
    expiresAt: Date.parse(lease.expiresAt),
    key,
  };
  const journal = new LeaseJournal(home);
  // Until then it belongs to whoever asked for it, which is this process.
  await until(5000, () => journal.read(lease.id)?.watched.pid === shell.pid);
  const otherJournal = new LeaseJournal(other);
  const journals = { journal, otherJournal };
  return { model, child, shell, connection, lease, ...journals, runFolder, random }; // prettier-ignore
}

/** As a command line does that starts `shell`; gives the lease. */
async function askToHold(
  connection: Socket,
  shell: ChildProcess,
): Promise<string> {
  connection.on("error", () => undefined);
  connection.write("{}\n");
  const [line] = (await once(connection, "data")) as [Buffer];
  const { news } = JSON.parse(String(line)) as { news: { lease: unknown } };
  const word = { protocol, verb: "runs", process: shell.pid };
  connection.write(`${JSON.stringify(word)}\n`);
  return JSON.stringify(news.lease);
}

/** Does a step to the processes and to the model. Null, or what the answer should have been. */
type Doing = (scene: Scene) => Promise<string | null> | null;

const doings: Readonly<Record<Step, Doing>> = {
  "kill-holder": ({ model, child }) => {
    signal(child, "SIGKILL");
    model.holder = "dead";
    return null;
  },
  stop: ({ model, child }) => {
    if (model.holder === "runs" && signal(child, "SIGSTOP"))
      model.holder = "stopped";
    return null;
  },
  continue: ({ model, child }) => {
    if (model.holder === "stopped" && signal(child, "SIGCONT"))
      model.holder = "runs";
    return null;
  },
  "kill-shell": ({ model, shell }) => {
    signal(shell, "SIGKILL");
    model.isShellAlive = false;
    return null;
  },
  "hang-up": ({ model, connection }) => {
    // One that is stopped hears of it when it goes on.
    if (connection === null || model.holder === "stopped") return null;
    connection.destroy();
    if (model.holder === "runs") model.isEnded = true;
    return null;
  },
  end: async ({ model, journal, lease: { id } }) => {
    const lease = journal.read(id);
    if (lease?.state !== "active") return null;
    const ended = await endSession(journal, lease);
    model.isEnded = true;
    return ended.ok ? null : ended.error.message;
  },
  extend: async ({ model, lease, random }) => {
    const end = Date.now() + 2000 + Math.floor(random() * 3000);
    const expiresAt = new Date(end).toISOString();
    const wasOpen = isOpen(model);
    const isDone = await askHolder(lease, { verb: "extend", expiresAt });
    if (isDone) model.expiresAt = end;
    return answerProblem("extend", wasOpen, isDone);
  },
  repoint: async ({ model, lease, random }) => {
    const key = `CANARY-${String(Math.floor(random() * 1e9))}`;
    const wasOpen = isOpen(model);
    const isDone = await repointSession(lease, {
      context: "other",
      roles: [],
      credential: "stored",
      document: new Secret(`key: ${key}\n`),
      warnings: [],
    });
    if (isDone) model.key = key;
    return answerProblem("repoint", wasOpen, isDone);
  },
  sweep: ({ journal, runFolder }) => {
    sweep(journal, [runFolder]);
    return null;
  },
  "sweep-other-vault": ({ otherJournal, runFolder }) => {
    sweep(otherJournal, [runFolder]);
    return null;
  },
  "outlive-its-time": async ({ model }) => {
    await wait(Math.max(0, model.expiresAt + lateMs(model) - Date.now()));
    return null;
  },
  "let-time-pass": async ({ random }) => {
    await wait(200 + random() * 1500);
    return null;
  },
};

/** Its holder must do what it is asked: true; must not: false; either, near its end: null. */
function isOpen(model: Model): boolean | null {
  const leftMs = model.expiresAt - Date.now();
  if (model.isEnded || model.holder !== "runs" || leftMs < -1500) return false;
  return leftMs > 1200 && model.isShellAlive ? true : null;
}

function answerProblem(
  verb: string,
  should: boolean | null,
  did: boolean,
): string | null {
  if (should === null || should === did) return null;
  return `${verb} was ${did ? "done" : "refused"}`;
}

async function judge(scene: Scene): Promise<string | null> {
  const { model, journal } = scene;
  const now = () => Date.now();
  if (mayRead(model, now()) && !readable(scene))
    // It may have ended between the two looks.
    return mayRead(model, now()) ? "the credential is not there" : null;
  const isGone = await until(1000, () => {
    return !mustNotRead(model, now()) || !readable(scene);
  });
  if (!isGone) return "the credential is there";
  sweep(journal, [scene.runFolder]);
  if (journal.list().some((lease) => isOverdue(lease, new Date())))
    return "a lease is active after its time";
  return null;
}

function mayRead(model: Model, now: number): boolean {
  return (
    !model.isEnded &&
    model.holder !== "dead" &&
    model.isShellAlive &&
    model.expiresAt - now > 500
  );
}

/** A stopped holder is outlived by its watcher, which looks two seconds after the end. */
function mustNotRead(model: Model, now: number): boolean {
  return (
    model.isEnded ||
    model.holder === "dead" ||
    now >= model.expiresAt + lateMs(model)
  );
}

function lateMs({ holder }: Model): number {
  return holder === "stopped" ? 4000 : 1500;
}

function readable({ lease, model }: Scene): boolean {
  try {
    return readFileSync(lease.path, "utf8").includes(model.key);
  } catch {
    return false;
  }
}

/** The shell ends, and with it everything. */
async function finish(scene: Scene): Promise<string | null> {
  const { child, shell, connection, journal, runFolder } = scene;
  signal(child, "SIGCONT");
  signal(shell, "SIGKILL");
  connection?.destroy();
  const left = () => readdirSync(runFolder).filter((name) => name !== "agent");
  const isClean = await until(5000, () => {
    sweep(journal, [runFolder]);
    return journal.list().length === 0 && left().length === 0;
  });
  return isClean ? null : `left: ${left().join(", ")}`;
}

/** False when it has ended. */
function signal(child: ChildProcess, name: NodeJS.Signals): boolean {
  return child.exitCode === null && child.signalCode === null
    ? child.kill(name)
    : false;
}

async function until(limitMs: number, isSo: () => boolean): Promise<boolean> {
  const end = performance.now() + limitMs;
  while (performance.now() < end) {
    if (isSo()) return true;
    await wait(30);
  }
  return isSo();
}
