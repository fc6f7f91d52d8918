import { spawn, type ChildProcess } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { AuditEvent } from "../../../../shared/core/audit/event.ts";
import type { AuditLine } from "../../../../shared/core/audit/line.ts";
import { beginSeal } from "../../../../shared/core/audit/log-state.ts";
import { firstKey } from "../../../../shared/core/audit/seal.ts";
import type { AuditProof } from "../../../../shared/core/audit/seal.ts";
import type { KnownHead } from "../../../../shared/core/audit/verify.ts";
import type { LedgerEntry } from "../../../../shared/core/ledger/entry.ts";
import { Secret } from "../../../../shared/core/secret.ts";
import { archiveLog } from "../../../../shared/node/audit/archive-log.ts";
import { AuditLog } from "../../../../shared/node/audit/audit-log.ts";
import {
  findArchives,
  logBegan,
} from "../../../../shared/node/audit/find-archives.ts";
import { findLine } from "../../../../shared/node/audit/find-line.ts";
import { readEvents } from "../../../../shared/node/audit/read-events.ts";
import { SessionHistory } from "../../../../shared/node/audit/session-history.ts";
import { verifyFolder } from "../../../../shared/node/audit/verify-folder.ts";
import { ledgerFile } from "../../../../shared/node/ledger/ledger-file.ts";

let home: string;
let elsewhere: string;
let log: AuditLog;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "audit-"));
  elsewhere = mkdtempSync(join(tmpdir(), "archive-"));
  log = new AuditLog(home);
});

afterEach(() => {
  for (const one of [home, elsewhere]) rmSync(one, { recursive: true });
});

const vaultId = "v";
const recipient = "age1recovery";
const recoveryKey = new Secret("AGE-SECRET-KEY-1RECOVERY");
const proof: AuditProof = {
  recipient,
  keyOf: async (_start, place) => firstKey(recoveryKey, { vaultId, ...place }),
};
const path = () => join(home, "audit.jsonl");
const lines = () =>
  readFileSync(path(), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AuditLine);

function seal(): void {
  const start = { by: "recovery-key", vault: vaultId, recipient } as const;
  log.extend((state, now) =>
    beginSeal(
      state,
      start,
      (place) => firstKey(recoveryKey, { vaultId, ...place }),
      now,
    ),
  );
}

/** Events that nobody has to know once they are old. */
function fill(count = 30): void {
  const event: AuditEvent = { event: "call", detail: { words: "Version" } };
  log.record(...Array.from({ length: count }, () => event));
}

async function verified(
  archives: readonly string[] = [],
  heads: readonly KnownHead[] = [],
) {
  const verdict = await verifyFolder(
    home,
    { heads, vaultId, proof },
    {},
    archives,
  );
  if (!verdict.ok) throw new Error(verdict.error.message);
  return verdict.value;
}

async function foundArchives(given: string | null = null) {
  return (await findArchives(home, given)).paths;
}

async function archived() {
  const done = await archiveLog(home, elsewhere);
  if (!done.ok) throw new Error(done.error.message);
  return done.value;
}

describe("a log that is archived", () => {
  beforeEach(() => {
    log.record({ event: "unlock" });
    seal();
    fill();
  });

  test("goes on with a line that says where the others are, and proves itself", async () => {
    const head = log.head();
    const done = await archived();
    expect(done?.files).toEqual([join(elsewhere, "audit-1-33.jsonl")]);
    expect(done?.archive).toMatchObject({
      first: 1,
      last: 33,
      hash: head?.hash,
    });
    expect(readdirSync(home).toSorted()).toEqual([
      "audit.jsonl",
      "audit.state",
    ]);
    expect(statSync(join(elsewhere, "audit-1-33.jsonl")).mode & 0o777).toBe(0o600); // prettier-ignore
    log.record({ event: "unlock" });
    expect(lines().map(({ n, event }) => [n, event])).toEqual([
      [34, "log.archive"],
      [35, "unlock"],
    ]);
    expect(await verified()).toMatchObject({
      broken: null,
      first: 34,
      provenFrom: 34,
      archive: { name: "audit-1-33.jsonl", folder: elsewhere },
    });
    expect(await verified(await foundArchives())).toMatchObject({
      broken: null,
      first: 1,
      last: 35,
      provenFrom: 3,
      archive: null,
    });
  });

  test("begins when it was begun, and anew when it was archived", async () => {
    const begun = await logBegan(home);
    expect(begun).toEqual(new Date(lines()[0]?.time ?? ""));
    await archived();
    expect(await logBegan(home)).toEqual(new Date(lines()[0]?.time ?? ""));
    rmSync(path());
    expect(await logBegan(home)).toBeNull();
  });

  test("is read through several archives, wherever they are now", async () => {
    await archived();
    fill(40);
    const second = await archived();
    expect(second?.files).toEqual([join(elsewhere, "audit-34-74.jsonl")]);
    const found = await foundArchives();
    expect(await verified(found)).toMatchObject({ broken: null, first: 1 });
    const moved = join(elsewhere, "moved");
    mkdirSync(moved);
    for (const file of found) copyFileSync(file, join(moved, file.slice(elsewhere.length))); // prettier-ignore
    for (const file of found) rmSync(file);
    expect(await findArchives(home, null)).toMatchObject({ paths: [], missing: { first: 34 } }); // prettier-ignore
    for (const given of [moved, join(moved, "audit-34-74.jsonl")])
      expect(await foundArchives(given)).toHaveLength(2);
  });

  test("tells of a change in an archive, and of another archive", async () => {
    await archived();
    const file = join(elsewhere, "audit-1-33.jsonl");
    const text = readFileSync(file, "utf8");
    writeFileSync(file, text.replace('"Version"', '"Reboot!"'));
    expect(await verified([file])).toMatchObject({ broken: { line: 4 } });
    writeFileSync(file, `${text.split("\n").slice(0, 20).join("\n")}\n`);
    expect(await verified([file])).toMatchObject({ broken: { line: 21, kind: "number" } }); // prettier-ignore
  });

  test("tells of a beginning that somebody cut off under the name of an archive", async () => {
    const known = log.head() ?? never();
    await archived();
    const head = { ...known, from: "keychain" } as const;
    expect(await verified([], [head])).toMatchObject({ broken: null });
    const other = { ...head, hash: "0".repeat(64) };
    expect(await verified([], [other])).toMatchObject({ broken: { line: 33, kind: "head" } }); // prettier-ignore
    const text = readFileSync(path(), "utf8");
    writeFileSync(path(), text.replace(known.hash, other.hash));
    expect(await verified()).toMatchObject({ broken: { line: 34, kind: "seal" } }); // prettier-ignore
  });

  test("has the lines that a keychain knows, as long as their archive is there", async () => {
    const early = { n: 2, hash: String(lines()[2]?.prev) };
    const last = log.head() ?? never();
    await archived();
    const has = () =>
      Promise.all([early, last, { ...last, hash: early.hash }, { ...early, hash: last.hash.slice(1) }].map((one) => findLine(home, one))); // prettier-ignore
    expect(await has()).toEqual(["there", "there", "gone", "gone"]);
    rmSync(join(elsewhere, "audit-1-33.jsonl"));
    expect(await has()).toEqual(["unseen", "there", "gone", "unseen"]);
  });

  test("stays as it is where little would go, and where nothing is", async () => {
    await archived();
    const text = readFileSync(path(), "utf8");
    expect(await archived()).toBeNull();
    expect(readFileSync(path(), "utf8")).toBe(text);
    rmSync(home, { recursive: true });
    mkdirSync(home, { mode: 0o700 });
    expect(await archived()).toBeNull();
    expect(readdirSync(home)).toEqual([]);
  });

  test("keeps its lines where the folder is not there, or has another file of the name", async () => {
    const all = lines().length;
    const nowhere = await archiveLog(home, join(elsewhere, "nowhere"));
    expect(nowhere).toMatchObject({ error: { code: "file-missing" } });
    expect(lines()).toHaveLength(all);
    const target = join(elsewhere, `audit-1-${String(all)}.jsonl`);
    const text = readFileSync(path(), "utf8");
    for (const take of [
      () => writeFileSync(target, "mine"),
      () => symlinkSync(join(elsewhere, "nowhere"), target),
      () => symlinkSync(join(home, `audit-1-${String(all)}.jsonl`), target),
    ]) {
      take();
      const was = lstatSync(target).ino;
      expect(await archiveLog(home, elsewhere)).toMatchObject({ error: { code: "file-exists" } }); // prettier-ignore
      expect(lstatSync(target).ino).toBe(was);
      expect(readFileSync(path(), "utf8")).toBe(text);
      expect(readdirSync(home)).toHaveLength(2);
      rmSync(target);
    }
    const other = join(elsewhere, "other");
    mkdirSync(other);
    expect(await archiveLog(home, other)).toMatchObject({ value: { files: [join(other, `audit-1-${String(all)}.jsonl`)] } }); // prettier-ignore
  });
});

const day = 24 * 60 * 60 * 1000;

/** A certificate that was issued an hour ago. */
function issued(number: number, about: Partial<LedgerEntry> = {}): LedgerEntry {
  const now = Date.now();
  return {
    issuedAt: new Date(now - day / 24 + number).toISOString(),
    context: "prod",
    roles: ["os:admin"],
    serial: String(number).padStart(2, "0"),
    fingerprint: String(number).padStart(64, "0"),
    authority: "a".repeat(64),
    notBefore: new Date(now - day).toISOString(),
    notAfter: new Date(now + day).toISOString(),
    via: "authority",
    purpose: "automation",
    recipient: "ci",
    ...about,
  };
}

describe("what still counts goes on when the log is archived", () => {
  const ended = new Date(Date.now() - 1000).toISOString();
  const at = new Date().toISOString();
  const session = "3f9a1c00111142228333444455556666";

  beforeEach(async () => {
    const ledger = ledgerFile(home);
    await ledger.append(
      issued(1, { reason: "CI" }),
      issued(2, { notAfter: ended }),
      issued(3, { purpose: "session", recipient: session }),
      issued(4, { purpose: "handover", recipient: "Anna" }),
      issued(5),
      { note: "undelivered", at, fingerprint: issued(5).fingerprint },
      { note: "undelivered", at, fingerprint: issued(2).fingerprint },
      { note: "accepted", at, fingerprint: issued(4).fingerprint, acceptedAt: at }, // prettier-ignore
      { note: "renamed", at, from: "prod", to: "production" },
    );
    log.record({
      event: "session.end",
      context: "prod",
      session,
      roles: ["os:admin"],
      detail: { credential: "derived", delivery: "fd", startedAt: at },
    });
    fill(60);
  });

  async function known() {
    const read = await ledgerFile(home).read();
    if (!read.ok) throw new Error(read.error.message);
    const past = await new SessionHistory(home).read();
    return { ...read.value, past };
  }

  test("for the ledger and the blast radius all is as before, but what has ended", async () => {
    const before = await known();
    expect(before.entries.map(({ serial }) => serial)).toEqual(["05", "04", "03", "02", "01"]); // prettier-ignore
    for (const _ of [1, 2]) {
      await archived();
      const after = await known();
      expect(after).toEqual({
        ...before,
        entries: before.entries.filter(({ serial }) => serial !== "02"),
      });
      fill(60);
    }
    // Without what became of a certificate that has ended.
    expect(lines().filter(({ carried }) => carried !== undefined)).toHaveLength(8); // prettier-ignore
  });

  test("each is there once while its archive is still beside the log", async () => {
    const search = { words: [], since: null, session: null, context: null };
    const count = async () => {
      const read = await readEvents(home, search);
      return read.ok ? read.value.count : null;
    };
    const before = await known();
    const all = await count();
    await archived();
    copyFileSync(join(elsewhere, "audit-1-71.jsonl"), join(home, "audit-1-71.jsonl")); // prettier-ignore
    expect(await known()).toEqual(before);
    expect(await count()).toBe((all ?? 0) + 1);
    // The archiving that was killed before it removed the file is finished by the next one.
    expect((await archived())?.files).toEqual([join(elsewhere, "audit-1-71.jsonl")]); // prettier-ignore
  });

  test("what a file of an earlier release tells of keeps what became of it", async () => {
    const older = issued(9);
    rmSync(home, { recursive: true });
    mkdirSync(home, { mode: 0o700 });
    writeFileSync(join(home, "ledger.jsonl"), `${JSON.stringify(older)}\n`);
    await ledgerFile(home).append({ note: "undelivered", at, fingerprint: older.fingerprint }); // prettier-ignore
    fill(60);
    await archived();
    expect((await known()).entries).toMatchObject([{ isUndelivered: true }]);
    expect(await verified()).toMatchObject({ broken: null, first: 63, earlier: [{ name: "ledger.jsonl" }] }); // prettier-ignore
    writeFileSync(join(home, "ledger.jsonl"), "");
    expect(await verified()).toMatchObject({ broken: { kind: "earlier" } });
  });
});

describe("archiving that is killed", () => {
  beforeEach(() => {
    log.record({ event: "unlock" });
    seal();
    fill();
  });

  test("before the log begins anew leaves the old one", async () => {
    linkSync(path(), join(home, "audit-1-33.jsonl"));
    expect(await verified()).toMatchObject({ broken: null, last: 33 });
    log.record({ event: "unlock" });
    expect(await verified()).toMatchObject({ broken: null, last: 34 });
    expect((await archived())?.files).toEqual([join(elsewhere, "audit-1-34.jsonl")]); // prettier-ignore
    expect(existsSync(join(home, "audit-1-33.jsonl"))).toBe(false);
  });

  test("before it could say that the log began anew leaves the new one", async () => {
    const state = readFileSync(join(home, "audit.state"));
    await archived();
    writeFileSync(join(home, "audit.state"), state);
    expect(await verified()).toMatchObject({ broken: null, first: 34 });
    log.record({ event: "unlock" });
    expect(lines().map(({ event }) => event)).toEqual(["log.archive", "unlock"]); // prettier-ignore
    expect(await verified(await foundArchives())).toMatchObject({ broken: null, last: 35 }); // prettier-ignore
  });

  test("at random points, beside one that writes, loses no line", async () => {
    for (let round = 0; round < 2; round++) {
      const writer = run("w", "100000");
      await said(writer);
      const archiver = run("a", "100000", "2", elsewhere);
      await said(archiver);
      for (const one of [archiver, writer]) one.kill("SIGKILL");
      await Promise.all([archiver, writer].map(gone));
      log.record({ event: "unlock" });
      const found = await foundArchives();
      expect(found.length).toBeGreaterThan(0);
      expect(await verified(found)).toMatchObject({ broken: null, first: 1, last: log.head()?.n }); // prettier-ignore
    }
  }, 60_000);
});

function run(...words: readonly string[]): ChildProcess {
  const double = join(import.meta.dirname, "../../../doubles/audit-writer-process.ts"); // prettier-ignore
  return spawn(process.execPath, [double, home, ...words], {
    stdio: ["ignore", "pipe", "inherit"],
  });
}

function said(one: ChildProcess): Promise<unknown> {
  return new Promise((resolve) => one.stdout?.once("data", resolve));
}

async function gone(one: ChildProcess): Promise<void> {
  if (one.exitCode !== null || one.signalCode !== null) return;
  await new Promise((resolve) => one.once("exit", resolve));
}

function never(): never {
  throw new Error("it is there");
}
