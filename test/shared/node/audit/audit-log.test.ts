import { spawn, type ChildProcess } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AuditLine } from "../../../../shared/core/audit/line.ts";
import {
  beginSeal,
  extendLog,
  writeLogState,
} from "../../../../shared/core/audit/log-state.ts";
import type { Verdict } from "../../../../shared/core/audit/verify.ts";
import { success } from "../../../../shared/core/result.ts";
import { sha256OfBytes } from "../../../../shared/core/pki/primitives/hash-and-hmac.ts";
import { thisProcess } from "../../../../shared/node/files/lock-holder.ts";
import { AuditLog } from "../../../../shared/node/audit/audit-log.ts";
import { findLine } from "../../../../shared/node/audit/find-line.ts";
import { readEvents } from "../../../../shared/node/audit/read-events.ts";
import { verifyFolder } from "../../../../shared/node/audit/verify-folder.ts";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "audit-"));
});

afterEach(() => rmSync(home, { recursive: true, force: true }));

const path = () => join(home, "audit.jsonl");
const lines = () => readFileSync(path(), "utf8").split("\n").filter(Boolean);
const contentOf = (name: string) => readFileSync(join(home, name), "utf8");
const events = () =>
  lines().map((line) => (JSON.parse(line) as AuditLine).event);
const verify = () => verifyFolder(home, { heads: [], vaultId: null });

/** A key as `log.seal` gives it. */
function seal(log: AuditLog): void {
  const start = {
    by: "recovery-key",
    vault: "v",
    recipient: "age1recovery",
  } as const;
  log.extend((state, now) =>
    beginSeal(state, start, () => new Uint8Array(32).fill(1), now),
  );
}

describe("a line", () => {
  test("is written after the one before it, in a file of the owner's alone", async () => {
    const log = new AuditLog(home);
    expect(log.record({ event: "unlock" })).toMatchObject({ value: { n: 2 } });
    expect(log.record({ event: "export", context: "prod" })).toMatchObject({
      value: { n: 3 },
    });
    expect(events()).toEqual(["log.start", "unlock", "export"]);
    for (const name of ["audit.jsonl", "audit.state"])
      expect(statSync(join(home, name)).mode & 0o777).toBe(0o600);
    expect(await verify()).toMatchObject({ value: { broken: null, last: 3 } });
  });

  test("is sealed with a key that goes with it", async () => {
    const log = new AuditLog(home);
    log.record({ event: "unlock" });
    seal(log);
    const keys = [1, 2, 3].map(() => {
      log.record({ event: "unlock" });
      return readFileSync(join(home, "audit.state"), "utf8");
    });
    expect(new Set(keys).size).toBe(3);
    expect(keys.every(({ length }) => length === 512)).toBe(true);
  });

  test("stands for the files of the releases before", async () => {
    writeFileSync(join(home, "ledger.jsonl"), "{}\n");
    writeFileSync(join(home, "history.jsonl"), "{}\n");
    new AuditLog(home).record({ event: "unlock" });
    expect(await verify()).toMatchObject({ value: { broken: null } });
    appendFileSync(join(home, "ledger.jsonl"), "{}\n");
    expect(await verify()).toMatchObject({
      value: { broken: { line: 1, kind: "earlier" } },
    });
  });

  test("is not begun by who only asks for the last one", () => {
    expect(new AuditLog(home).head()).toBeNull();
    expect(readdirSync(home)).toEqual([]);
  });

  test("after the first one reads no file of the releases before", async () => {
    const log = new AuditLog(home);
    log.record({ event: "unlock" });
    symlinkSync("elsewhere", join(home, "ledger.jsonl"));
    expect(log.record({ event: "export" })).toMatchObject({ value: { n: 3 } });
    // The first line stands for none: there is nothing to hold against it.
    expect(await verify()).toMatchObject({ value: { broken: null, last: 3 } });
  });

  test("stands for the bytes of those files, text or not", async () => {
    const bytes = new Uint8Array([0xff, 0x0a]);
    writeFileSync(join(home, "ledger.jsonl"), bytes);
    new AuditLog(home).record({ event: "unlock" });
    expect(JSON.parse(lines()[0] ?? "")).toMatchObject({
      detail: { earlier: [{ sha256: sha256OfBytes(bytes) }] },
    });
    writeFileSync(join(home, "ledger.jsonl"), new Uint8Array([0xfe, 0x0a]));
    expect(await verify()).toMatchObject({
      value: { broken: { line: 1, kind: "earlier" } },
    });
  });

  test("that comes with others in one turn is written with them, and none is said to be there before", async () => {
    const log = new AuditLog(home);
    const three = ["import", "rename", "export"] as const;
    const written = three.map((event) => log.recordSoon({ event }));
    expect(log.head()).toBeNull();
    const heads = await Promise.all(written);
    expect(heads.map((head) => head.ok && head.value.n)).toEqual([4, 4, 4]);
    expect(events()).toEqual(["log.start", ...three]);
    rmSync(home, { recursive: true });
    expect(await log.recordSoon({ event: "unlock" })).toMatchObject({ ok: false }); // prettier-ignore
  });

  test.each(["record", "begin anew"])(
    "is not written by who lost the lock meanwhile: %s",
    (what) => {
      const log = new AuditLog(home);
      log.record({ event: "unlock" });
      const before = readdirSync(home).map((name) => contentOf(name));
      const lose = () => {
        const lock = join(home, "audit.lock");
        writeFileSync(lock, readFileSync(lock, "utf8").replace(/"nonce":"./, '"nonce":"x')); // prettier-ignore
      };
      const refused =
        what === "record"
          ? log.extend((state, now) => {
              lose();
              return extendLog(state, [{ event: "unlock" }], now);
            })
          : log.beginAnew((_, state, now) => {
              lose();
              return success({ part: "p", lines: extendLog(state, [], now) });
            });
      expect(refused).toMatchObject({
        error: {
          code: "vault-busy",
          message: expect.stringContaining("The audit log") as string,
        },
      });
      rmSync(join(home, "audit.lock"));
      expect(readdirSync(home).map((name) => contentOf(name))).toEqual(before);
    },
  );

  test("that comes in crowds waits for another one's lock without holding its thread", async () => {
    const log = new AuditLog(home);
    log.record({ event: "unlock" });
    const lock = join(home, "audit.lock");
    writeFileSync(lock, JSON.stringify(thisProcess("another")));
    const first = log.recordSoon({ event: "import" });
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    const second = log.recordSoon({ event: "rename" });
    rmSync(lock);
    const heads = await Promise.all([first, second]);
    expect(heads.map((head) => head.ok && head.value.n)).toEqual([4, 4]);
    expect(await log.recordSoon({ event: "export" })).toMatchObject({ value: { n: 5 } }); // prettier-ignore
  });

  test.each(["audit.jsonl", "audit.state", "audit.lock"])(
    "is not written where %s is none of ours, which is named",
    (name) => {
      mkdirSync(join(home, name));
      expect(new AuditLog(home).record({ event: "unlock" })).toMatchObject({
        error: {
          message: expect.stringContaining(`${name} is a folder`) as string,
        },
      });
    },
  );

  test("is not written where a newer release writes the log", () => {
    const log = new AuditLog(home);
    log.record({ event: "unlock" });
    const state = log.state() ?? never();
    const newer = writeLogState(state).replace('"format":1', '"format":2');
    writeFileSync(join(home, "audit.state"), newer);
    expect(log.record({ event: "unlock" })).toMatchObject({
      error: { code: "vault-too-new" },
    });
    expect(lines()).toHaveLength(2);
  });

  test.runIf(process.getuid?.() !== 0)(
    "is refused in a folder that nobody can write",
    () => {
      chmodSync(home, 0o500);
      const refused = new AuditLog(home).record({ event: "unlock" });
      chmodSync(home, 0o700);
      expect(refused).toMatchObject({ error: { code: "file-failed" } });
    },
  );
});

describe("what a killed writer leaves", () => {
  let log: AuditLog;

  beforeEach(() => {
    log = new AuditLog(home);
    log.record({ event: "unlock" });
    seal(log);
    log.record({ event: "unlock" }, { event: "export" });
  });

  test("a line in part goes, and that is recorded", async () => {
    const torn = '{"n":6,"prev":"';
    appendFileSync(path(), torn);
    log.record({ event: "import" });
    expect(events().slice(-2)).toEqual(["log.repair", "import"]);
    expect(JSON.parse(lines().at(-2) ?? "")).toMatchObject({
      detail: { what: "torn", bytes: torn.length },
    });
    expect(await verify()).toMatchObject({ value: { broken: null, last: 7 } });
  });

  test("a line in part is no line yet, for whoever reads", async () => {
    const whole = lines().length;
    appendFileSync(path(), '{"n":6,"prev":"');
    expect(await verify()).toMatchObject({
      value: { broken: null, last: whole, isUnfinished: true },
    });
    const search = { words: [], since: null, session: null, context: null };
    expect(await readEvents(home, search)).toMatchObject({
      value: { count: whole, unreadable: 0 },
    });
    log.record({ event: "import" });
    expect(await verify()).toMatchObject({
      value: { broken: null, isUnfinished: false },
    });
  });

  test("lines that it could not say are written are followed, with their keys", async () => {
    const state = readFileSync(join(home, "audit.state"));
    log.record({ event: "import" }, { event: "rename" });
    writeFileSync(join(home, "audit.state"), state);
    log.record({ event: "export" });
    expect(events().slice(-3)).toEqual(["import", "rename", "export"]);
    expect(await proven()).toMatchObject({ broken: null, last: 8 });
  });

  test("at any byte of a line, the log goes on whole", async () => {
    const before = readFileSync(path());
    const state = readFileSync(join(home, "audit.state"));
    log.record({ event: "import", context: "prod" });
    const whole = readFileSync(path());
    for (let length = before.length; length <= whole.length; length += 1) {
      writeFileSync(path(), whole.subarray(0, length));
      writeFileSync(join(home, "audit.state"), state);
      log.record({ event: "export" });
      expect(await proven()).toMatchObject({ broken: null });
      const isWhole = length === whole.length;
      expect(events().includes("import")).toBe(isWhole);
    }
  });

  test("an end that is gone stays gone: what is written later does not hide it", async () => {
    const size = statSync(path()).size;
    truncateSync(path(), size - 10);
    expect(await verify()).toMatchObject({
      value: { broken: { line: 5, kind: "cut", from: "machine" } },
    });
    log.record({ event: "import" });
    expect(await verify()).toMatchObject({
      value: { broken: { line: 5 } },
    });
  });

  test("a log that is gone is not begun again as if there had been none", async () => {
    rmSync(path());
    log.record({ event: "import" });
    expect(await verify()).toMatchObject({
      value: { broken: { line: 1, kind: "number" } },
    });
  });

  test("a line of another program stays, is recorded and found", async () => {
    appendFileSync(path(), '{"hello":"world"}\n');
    log.record({ event: "import" });
    expect(events().slice(-2)).toEqual(["log.repair", "import"]);
    expect(await verify()).toMatchObject({
      value: { broken: { line: 6, kind: "unreadable" } },
    });
  });

  test("a log whose key is gone goes on without a seal, which the recovery key tells", async () => {
    const head = log.head();
    rmSync(join(home, "audit.state"));
    expect(log.head()).toEqual(head);
    log.record({ event: "import" });
    expect(events().slice(-2)).toEqual(["log.repair", "import"]);
    expect(await verify()).toMatchObject({ value: { broken: null } });
    expect(await proven()).toMatchObject({
      broken: { line: 6, kind: "unsealed" },
    });
  });
});

/** With the recovery key whose first key `seal` took. */
async function proven(): Promise<Verdict> {
  const proof = {
    recipient: "age1recovery",
    keyOf: async () => new Uint8Array(32).fill(1),
  };
  const verdict = await verifyFolder(home, { heads: [], vaultId: null, proof });
  if (!verdict.ok) throw new Error(verdict.error.message);
  return verdict.value;
}

describe("whether the log has a line", () => {
  test("is found far before its end, and among lines that were moved out of it", async () => {
    const log = new AuditLog(home);
    log.record({ event: "unlock" });
    const early = log.head() ?? never();
    const reason = "r".repeat(60_000);
    for (const _ of Array(40)) log.record({ event: "export", reason });
    const last = log.head() ?? never();
    const other = { ...early, hash: sha256OfBytes(new Uint8Array()) };
    const has = async () =>
      Promise.all(
        [early, last, other, { ...last, n: 99 }].map((head) =>
          findLine(home, head),
        ),
      );
    // Its hash fixes a line and its number.
    expect(await has()).toEqual(["there", "there", "gone", "there"]);
    renameSync(path(), join(home, "audit-1-42.jsonl"));
    expect(await has()).toEqual(["there", "there", "gone", "there"]);
    rmSync(join(home, "audit-1-42.jsonl"));
    expect(await has()).toEqual(["gone", "gone", "gone", "gone"]);
  });
});

/** `AUDIT_KILLS=200` kills as many. */
const kills = Number(process.env["AUDIT_KILLS"] ?? 12);
const atOnce = 3;

describe("several processes", () => {
  const program = join(
    import.meta.dirname,
    "../../../doubles/audit-writer-process.ts",
  );

  test("write 500 lines each and fork nothing", async () => {
    await Promise.all([run("a", 500), run("b", 500)].map(finished));
    expect(lines()).toHaveLength(1001);
    expect(await verify()).toMatchObject({
      value: { broken: null, last: 1001 },
    });
  }, 120_000);

  test(
    "are killed at random points, and what is left goes on whole",
    async () => {
      for (let killed = 0; killed < kills; killed += atOnce) {
        const writers = Array.from({ length: atOnce }, (_, at) => run(String(at), 100_000)); // prettier-ignore
        await Promise.all(writers.map(started));
        for (const writer of writers) writer.kill("SIGKILL");
        await Promise.all(writers.map(finished));
        new AuditLog(home).record({ event: "unlock" });
        expect(await verify()).toMatchObject({ value: { broken: null } });
      }
    },
    kills * 10_000,
  );

  function run(name: string, count: number): ChildProcess {
    // They say so after some lines, and are killed at whatever point they are then.
    const saidAt = String(Math.floor(Math.random() * 20));
    const words = [program, home, name, String(count), saidAt];
    return spawn(process.execPath, words, {
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  function started(writer: ChildProcess): Promise<unknown> {
    return new Promise((resolve) => writer.stdout?.once("data", resolve));
  }

  function finished(writer: ChildProcess): Promise<unknown> {
    return writer.exitCode === null && writer.signalCode === null
      ? new Promise((resolve) => writer.once("exit", resolve))
      : Promise.resolve();
  }
});

function never(): never {
  throw new Error("it is there");
}
