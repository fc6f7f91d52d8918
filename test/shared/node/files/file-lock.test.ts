import { overTime } from "../../../doubles/at-the-edge.ts";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { success, type Result } from "../../../../shared/core/result.ts";
import {
  withFileLock,
  withFileLockSoon,
  withFileLockSync,
  type HeldLock,
  type LockOptions,
} from "../../../../shared/node/files/file-lock.ts";
import { thisProcess } from "../../../../shared/node/files/lock-holder.ts";

const taker = join(
  import.meta.dirname,
  "../../../doubles/lock-taker-process.ts",
);

let folder = "";
let lock = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tv-lock-"));
  lock = join(folder, "vault.lock");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const take = (options: LockOptions = {}) =>
  withFileLock(lock, async () => success("done"), options);

const takeAtOnce = (options: LockOptions = {}) =>
  withFileLockSync(lock, () => success("done"), options);

function messageOf(result: Result<unknown>): string {
  return result.ok ? "" : `${result.error.code}: ${result.error.message}`;
}

/** A number that no process has now. */
function deadPid(): number {
  return spawnSync("true").pid;
}

function leave(holder: object, at = Date.now()): void {
  writeFileSync(
    lock,
    JSON.stringify({ ...thisProcess("of-somebody"), ...holder }),
  );
  utimesSync(lock, at / 1000, at / 1000);
}

describe("the lock of the vault", () => {
  test("is had by one of many processes at a time, by each in turn, and leaves nothing", async () => {
    writeFileSync(join(folder, "count"), "0");
    leave({ pid: deadPid() });
    const takers = Array.from({ length: 10 }, async () => {
      const child = spawn(process.execPath, [taker, folder, "10"], {
        stdio: ["ignore", "pipe", "inherit"],
        timeout: 50_000,
      });
      const [refused] = await Promise.all([
        text(child.stdout),
        once(child, "close"),
      ]);
      return refused;
    });
    expect((await Promise.all(takers)).join("")).toBe("");
    expect(readFileSync(join(folder, "count"), "utf8")).toBe("100");
    expect(readdirSync(folder)).toEqual(["count"]);
  }, 60_000);

  test("goes to those who wait in the order in which they came", async () => {
    const order: number[] = [];
    let release = () => {};
    const held = withFileLock(lock, async () => {
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return success(undefined);
    });
    await until(() => readdirSync(folder).includes("vault.lock"));
    const waiting = [];
    for (let index = 0; index < 5; index++) {
      waiting.push(
        withFileLock(lock, async () => {
          order.push(index);
          return success(undefined);
        }),
      );
      await until(
        () =>
          readdirSync(folder).filter((name) => /[.]wait-[^.]+$/.test(name))
            .length > index,
      );
    }
    release();
    await Promise.all([held, ...waiting]);
    expect(order).toEqual([0, 1, 2, 3, 4]);
  });

  test("goes in that order to one whose clock is ahead", async () => {
    leave({});
    const order: string[] = [];
    const waiting = ["ahead", "right"].map(async (name) => {
      const now = performance.now();
      if (name === "ahead")
        vi.spyOn(performance, "now").mockReturnValueOnce(now).mockReturnValue(now + 7_200_000); // prettier-ignore
      const taken = withFileLock(lock, async () => success(order.push(name)));
      vi.restoreAllMocks();
      return taken;
    });
    rmSync(lock);
    await Promise.all(waiting);
    expect(order).toEqual(["ahead", "right"]);
  });

  test("goes before those of its own thread to who has the thread stand still", async () => {
    leave({});
    const soon = withFileLockSoon(lock, () => success("soon"));
    rmSync(lock);
    expect(takeAtOnce({ patience: { totalMs: 500 } })).toEqual(success("done"));
    expect(await soon).toEqual(success("soon"));
  });

  test("of a process that is gone is taken over at once", async () => {
    leave({ pid: deadPid() });
    expect(await take({ patience: { holderMs: 5_000 } })).toEqual(
      success("done"),
    );
  });

  test("of a living process is waited for, which is said, and then refused with its number", async () => {
    leave({});
    const said: string[] = [];
    const refused = await take({
      onWait: (what) => said.push(what),
      patience: { holderMs: 120, tellMs: 20 },
    });
    expect(messageOf(refused)).toContain(`process ${String(process.pid)}`);
    expect(said).toEqual([
      `another talos-vault, process ${String(process.pid)}`,
    ]);
    expect(readFileSync(lock, "utf8")).toContain("of-somebody");
  });

  test.each([
    ["container", { pidNamespace: "pid:[1]" }],
    ["machine or boot", { bootId: "another" }],
  ])(
    "of another %s counts as held for a time, and no longer",
    async (_, elsewhere) => {
      leave({ pid: deadPid(), ...elsewhere });
      const refused = await take({ patience: { holderMs: 60 } });
      expect(messageOf(refused)).toContain(
        "another container, machine or boot",
      );
      leave({ pid: deadPid(), ...elsewhere }, Date.now() - 180_000);
      const patience = { holderMs: 60, watchMs: 5 };
      expect(await take({ patience })).toEqual(success("done"));
    },
  );

  test("of another container is not told to be old by the clock of who wants it", async () => {
    leave({ pidNamespace: "pid:[1]" });
    const now = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(now + 2 * 3_600_000);
    const patience = { holderMs: 60, watchMs: 5 };
    const refused = await take({ patience });
    vi.restoreAllMocks();
    expect(messageOf(refused)).toContain("another container");
  });

  test("of another container is watched for a time, however old it is: clocks are set", async () => {
    leave({ pidNamespace: "pid:[1]" }, Date.now() - 7_200_000);
    const refused = await take({ patience: { holderMs: 60 } });
    expect(messageOf(refused)).toContain("another container");
  });

  overTime("lockHolderTime", "who waits is told who has it", async () => {
    leave({});
    const refused = await take({ patience: { holderMs: 50 } });
    expect(messageOf(refused)).toContain(`process ${String(process.pid)}`);
  });

  overTime("lockWaitTime", "nobody waits for longer", async () => {
    leave({});
    const refused = await take({ patience: { totalMs: 50 } });
    expect(messageOf(refused)).toContain(`process ${String(process.pid)}`);
  });

  overTime("lockElsewhereTime", "then it is left over", async () => {
    leave({ bootId: "another" }, Date.now() - 5000);
    const answer = await take({ patience: { elsewhereMs: 4000, watchMs: 5 } });
    expect(answer).toEqual(success("done"));
  });

  overTime("lockNamelessTime", "then it is left over", async () => {
    writeFileSync(lock, "");
    const answer = await take({ patience: { namelessMs: 40 } });
    expect(answer).toEqual(success("done"));
  });

  overTime("lockFutureTime", "it blocks nobody for ever", async () => {
    leave({ bootId: "another" }, Date.now() + 86_400_000);
    expect(await take({ patience: { futureMs: 50 } })).toEqual(success("done"));
  });

  test.each([
    "a dangling link",
    "a link to a file",
    "a pipe",
    "an empty file",
    "an old release's half-written file",
  ])("gives way where %s stands in its place", async (what) => {
    if (what === "a dangling link") symlinkSync(join(folder, "nowhere"), lock);
    if (what === "a link to a file") {
      writeFileSync(join(folder, "mine"), "kept");
      symlinkSync(join(folder, "mine"), lock);
    }
    if (what === "a pipe") spawnSync("mkfifo", [lock]);
    if (what === "an empty file") writeFileSync(lock, "");
    if (what.startsWith("an old")) writeFileSync(lock, '{"pid": 12');
    expect(await take({ patience: { namelessMs: 40 } })).toEqual(
      success("done"),
    );
    expect(readdirSync(folder)).toEqual(
      what === "a link to a file" ? ["mine"] : [],
    );
  });

  test("is not taken from behind a folder in its place", async () => {
    mkdirSync(lock);
    await expect(take()).rejects.toThrow("a folder");
  });

  test.each(["", ", where nothing can be waited for too"])(
    "says to its holder when somebody else took it over%s",
    async (how) => {
      const done: string[] = [];
      const work = (held: HeldLock) => {
        held.assertOurs();
        done.push("before");
        leave({ nonce: "another" });
        held.assertOurs();
        done.push("after");
        return success(undefined);
      };
      const answer =
        how === ""
          ? await withFileLock(lock, async (held) => work(held))
          : withFileLockSync(lock, work);
      expect(messageOf(answer)).toContain("this one stood still for long");
      expect(done).toEqual(["before"]);
      expect(readFileSync(lock, "utf8")).toContain("another");
    },
  );

  test("whose remover was killed, and theirs many times over, is removed all the same, however long its name is", async () => {
    lock = join(folder, "a".repeat(175));
    const dead = deadPid();
    leave({ pid: dead });
    let left = lock;
    for (let times = 0; times < 20; times++) {
      const { ino, mtimeNs } = statSync(left, { bigint: true });
      const id = `${String(ino)}-${String(mtimeNs)}-of-someb`;
      left = `${lock}.remove-${id}`;
      const killed = { ...thisProcess("of-somebody"), pid: dead };
      writeFileSync(left, JSON.stringify(killed));
    }
    expect(await take({ patience: { holderMs: 2000 } })).toEqual(
      success("done"),
    );
    expect(readdirSync(folder)).toEqual([]);
  });

  test.each([
    ["", take],
    [", where nothing can be waited for too", takeAtOnce],
  ])(
    "sweeps what killed processes left beside it, when it is old%s",
    async (_, takeIt) => {
      const old = Date.now() / 1000 - 7_200;
      for (const name of [
        "vault.lock.0c7a",
        "vault.lock.wait-1-x",
        "vault.lock.remove-1",
      ]) {
        writeFileSync(join(folder, name), "");
        utimesSync(join(folder, name), old, old);
      }
      writeFileSync(join(folder, "vault.lockjaw"), "");
      utimesSync(join(folder, "vault.lockjaw"), old, old);
      await takeIt();
      expect(readdirSync(folder)).toEqual(["vault.lockjaw"]);
    },
  );

  test("has what a killed process left beside it swept at once, and nothing of one that lives", async () => {
    const leaveBeside = (name: string, holder: object) => {
      const named = JSON.stringify({ ...thisProcess("of-one"), ...holder });
      writeFileSync(`${lock}.${name}.tmp`, named);
    };
    leaveBeside("killed", { pid: deadPid() });
    leaveBeside("elsewhere", { pidNamespace: "pid:[1]" });
    leaveBeside("living", {});
    const minutesAgo = Date.now() / 1000 - 120;
    for (const name of ["begun", "begun-long-ago"])
      writeFileSync(`${lock}.${name}.tmp`, "");
    utimesSync(`${lock}.begun-long-ago.tmp`, minutesAgo, minutesAgo);
    const now = Date.now();
    vi.spyOn(Date, "now").mockReturnValue(now + 2 * 3_600_000);
    await take();
    vi.restoreAllMocks();
    expect(readdirSync(folder)).toEqual([
      "vault.lock.begun.tmp",
      "vault.lock.elsewhere.tmp",
      "vault.lock.living.tmp",
    ]);
  });

  test("taken again and again it is the same file, under a new name each time", () => {
    const fileOf = () => {
      const taken = withFileLockSync(lock, () => success(statSync(lock).ino));
      return taken.ok ? taken.value : null;
    };
    const files = Array.from({ length: 30 }, fileOf);
    expect(new Set(files.slice(-20)).size).toBe(1);
    expect(readdirSync(folder)).toEqual([
      expect.stringMatching(/^vault\.lock\.[-0-9a-f]+\.tmp$/),
    ]);
    for (const name of readdirSync(folder)) rmSync(join(folder, name));
    expect(fileOf()).not.toBeNull();
    expect(readdirSync(folder)).toEqual([]);
  });

  test("taken again it does not take another one's away", () => {
    for (const _ of Array(30)) takeAtOnce();
    withFileLockSync(lock, () => {
      rmSync(lock);
      leave({ nonce: "another" });
      return success(undefined);
    });
    expect(readFileSync(lock, "utf8")).toContain("another");
  });

  test("a file that became old while it was waited for is no lock any more: its age is what others judge by", () => {
    for (const _ of Array(30)) takeAtOnce();
    const [made = ""] = readdirSync(folder);
    const old = statSync(join(folder, made)).ino;
    leave({});
    const now = Date.now();
    const onWait = () => {
      vi.spyOn(Date, "now").mockReturnValue(now + 14_000);
      rmSync(lock);
    };
    const file = () => success(statSync(lock).ino);
    const taken = withFileLockSync(lock, file, {
      onWait,
      patience: { tellMs: -1 },
    });
    vi.restoreAllMocks();
    expect(taken.ok && taken.value !== old).toBe(true);
  });

  test.runIf(process.getuid?.() === 0 && process.platform === "linux")(
    "of a process that sees those of another pid namespace tells nothing of numbers",
    () => {
      const holder = join(
        import.meta.dirname,
        "../../../../shared/node/files/lock-holder.ts",
      );
      const script = `import(${JSON.stringify(holder)}).then((holder) => {
        const own = holder.thisProcess("a-nonce");
        const states = [own, { ...own, pid: 2, pidNamespace: "pid:[1]" }];
        process.stdout.write(states.map(holder.stateOf).join() + own.pidNamespace);
      })`;
      const words = ["-pf", process.execPath, "-e", script];
      const { stdout } = spawnSync("unshare", words, { encoding: "utf8" });
      expect(stdout).toBe("alive,elsewherea-nonce");
    },
  );

  test("says what it guards, and who has it", () => {
    leave({});
    const options = { guarded: "The log", patience: { holderMs: 20 } };
    expect(messageOf(takeAtOnce(options))).toBe(
      `vault-busy: The log is locked for writing by another talos-vault, process ${String(process.pid)}.`,
    );
  });
});

async function until(holds: () => boolean): Promise<void> {
  await expect.poll(holds, { interval: 5 }).toBe(true);
}
