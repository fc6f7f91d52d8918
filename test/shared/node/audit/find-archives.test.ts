import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { archiveLog } from "../../../../shared/node/audit/archive-log.ts";
import { auditReader } from "../../../../shared/node/audit/audit-reader.ts";
import { AuditLog } from "../../../../shared/node/audit/audit-log.ts";
import {
  archivesOf,
  findArchives,
} from "../../../../shared/node/audit/find-archives.ts";
import { verifyFolder } from "../../../../shared/node/audit/verify-folder.ts";

let home: string;
let elsewhere: string;
let log: AuditLog;
const path = () => join(home, "audit.jsonl");

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "audit-"));
  elsewhere = mkdtempSync(join(tmpdir(), "archive-"));
  log = new AuditLog(home);
  fill();
});

afterEach(() => {
  for (const one of [home, elsewhere]) rmSync(one, { recursive: true });
});

/** Thirty events that nobody has to know once they are old; the first line says that the log begins. */
function fill(): void {
  log.record(...Array.from({ length: 30 }, () => ({ event: "call" }) as const));
}

async function foundArchives(given: string | null = null) {
  return (await findArchives(home, given)).paths;
}

async function verified(archives: readonly string[]) {
  const options = { heads: [], vaultId: null };
  const verdict = await verifyFolder(home, options, {}, archives);
  return verdict.ok ? verdict.value : verdict.error;
}

describe("a folder that is no place for an archive", () => {
  test("is not looked at while something is planted in the lock's place", async () => {
    const lock = join(home, "audit-archive.lock");
    mkdirSync(lock);
    const done = await archiveLog(home, elsewhere);
    expect(done).toMatchObject({ error: { code: "file-unsafe" } });
    expect(done.ok || done.error.message).toContain(lock);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test("is the vault's own, by whatever name", async () => {
    const text = readFileSync(path(), "utf8");
    symlinkSync(home, join(elsewhere, "link"));
    for (const folder of [home, join(elsewhere, "link"), join(home, ".")]) {
      expect(await archiveLog(home, folder)).toMatchObject({ error: { code: "usage" } }); // prettier-ignore
      expect(readFileSync(path(), "utf8")).toBe(text);
      expect(readdirSync(home)).toHaveLength(2);
    }
  });
});

test("a log that is no file leads to no archive, and is named", async () => {
  rmSync(path());
  mkdirSync(path());
  for (const given of [null, elsewhere])
    expect(await archivesOf(home, given)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("audit.jsonl") as unknown },
    });
});

describe("a file that is no archive of this log", () => {
  beforeEach(async () => {
    await archiveLog(home, elsewhere);
  });

  test("is passed over where it was named, and known by its name where it was to be", async () => {
    const file = join(elsewhere, "audit-1-31.jsonl");
    const whole = readFileSync(file, "utf8");
    const missing = { last: 31 };
    for (const text of [
      "",
      "any text",
      "any text\n",
      `${whole}more`,
      whole.split("\n").slice(0, 20).join("\n"),
    ]) {
      // prettier-ignore
      writeFileSync(file, text);
      expect(await findArchives(home, null)).toMatchObject({ paths: [], missing, other: file }); // prettier-ignore
      const other = join(elsewhere, "other.txt");
      writeFileSync(other, text);
      expect(await findArchives(home, other)).toMatchObject({ paths: [], missing, other: null }); // prettier-ignore
    }
    const moved = join(elsewhere, "moved.jsonl");
    writeFileSync(moved, whole);
    expect(await foundArchives(moved)).toEqual([moved]);
  });
});

describe("a window's verification", () => {
  const verify = async () => {
    const verdict = await auditReader(home).verify({ heads: [], vaultId: null }); // prettier-ignore
    return verdict.ok ? verdict.value : verdict.error;
  };
  const files = () =>
    ["audit-1-31.jsonl", "audit-32-62.jsonl"].map((name) => join(elsewhere, name)); // prettier-ignore

  beforeEach(async () => {
    await archiveLog(home, elsewhere);
    fill();
    await archiveLog(home, elsewhere);
    fill();
  });

  test("spans what was archived, and says how far it is in all of it", async () => {
    const shares: number[] = [];
    const options = { heads: [], vaultId: null };
    const watch = { onProgress: (share: number) => shares.push(share) };
    await auditReader(home).verify(options, watch);
    expect(shares.every((share) => share < 1)).toBe(true);
    expect(await verify()).toMatchObject({ broken: null, brokenArchive: null, first: 1, archives: files(), archive: null }); // prettier-ignore
  });

  test("says which of the archives has the line that is not what it was", async () => {
    for (const [index, file] of files().entries()) {
      const whole = readFileSync(file, "utf8");
      const line = index * 31 + 8;
      const other = whole.replace(`{"n":${String(line)},`, `{"n":${String(line)} ,`); // prettier-ignore
      writeFileSync(file, other);
      expect(await verify()).toMatchObject({ broken: { line, kind: "changed" }, brokenArchive: file }); // prettier-ignore
      writeFileSync(file, whole);
    }
    const text = readFileSync(path(), "utf8");
    writeFileSync(path(), text.replace('{"n":70,', '{"n":70 ,'));
    expect(await verify()).toMatchObject({ broken: { line: 70 }, brokenArchive: null }); // prettier-ignore
  });

  test("says from which line on it looked where one is gone, and takes no other file for it", async () => {
    const [oldest = ""] = files();
    writeFileSync(oldest, "another file\n");
    expect(await verify()).toMatchObject({ code: "file-altered", message: expect.stringContaining(oldest) as string }); // prettier-ignore
    rmSync(oldest);
    expect(await verify()).toMatchObject({ broken: null, first: 32, archive: { name: "audit-1-31.jsonl" } }); // prettier-ignore
  });
});

describe("the file of an archiving that did not come to its end", () => {
  test("before its file was moved leaves it to the next one, which puts it where it is looked for", async () => {
    const [former, other] = ["former", "other"].map((name) => join(elsewhere, name)) as [string, string]; // prettier-ignore
    for (const folder of [former, other]) mkdirSync(folder);
    const name = "audit-1-31.jsonl";
    const undo = () => {
      copyFileSync(join(former, name), join(home, name));
      rmSync(join(former, name));
    };
    expect(await archiveLog(home, former)).toMatchObject({ ok: true });
    undo();
    // Nothing of the new log would go.
    expect(await archiveLog(home, other)).toMatchObject({ value: { files: [join(former, name)] } }); // prettier-ignore
    expect(await foundArchives()).toEqual([join(former, name)]);
    undo();
    rmSync(former, { recursive: true });
    expect(await archiveLog(home, other)).toMatchObject({ error: { code: "file-missing" } }); // prettier-ignore
    expect(existsSync(join(home, name))).toBe(true);
    fill();
    const files = [name, "audit-32-62.jsonl"].map((one) => join(other, one));
    expect(await archiveLog(home, other)).toMatchObject({ value: { files } });
    expect(await foundArchives()).toEqual(files);
    expect(await verified(files)).toMatchObject({ broken: null, first: 1 });
  });

  test("beside another one says of each line where it is", async () => {
    const folders = ["one", "two"].map((name) => join(elsewhere, name));
    for (const folder of folders) mkdirSync(folder);
    const [one = "", two = ""] = folders;
    const first = archiveLog(home, one);
    // It is at moving the file.
    await vi.waitFor(() => expect(readdirSync(home)).toContain("audit-1-31.jsonl"), { interval: 0 }); // prettier-ignore
    const second = await archiveLog(home, two);
    const there = [join(one, "audit-1-31.jsonl")];
    expect(await first).toMatchObject({ value: { files: there } });
    expect(second).toEqual({ ok: true, value: null });
    expect(readdirSync(two)).toEqual([]);
    expect(await foundArchives()).toEqual(there);
    expect(await verified(there)).toMatchObject({ broken: null, first: 1 });
  });
});
