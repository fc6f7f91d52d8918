import {
  linkSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { moveOut } from "../../../../shared/node/files/move-out.ts";

let home: string;
let elsewhere: string;
const path = () => join(home, "audit-1-9.jsonl");

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "own-"));
  elsewhere = mkdtempSync(join(tmpdir(), "named-"));
  writeFileSync(path(), "lines");
});

afterEach(() => {
  for (const one of [home, elsewhere]) rmSync(one, { recursive: true });
});

describe("a folder to which a file moves", () => {
  test("has a copy of it, of one that was killed as well", async () => {
    const target = join(elsewhere, "audit-1-9.jsonl");
    for (const _ of [1, 2]) {
      expect(await moveOut(path(), target)).toMatchObject({ ok: true });
      expect(readdirSync(home)).toEqual([]);
      expect(readFileSync(target, "utf8")).toBe("lines");
      writeFileSync(path(), "lines");
    }
    writeFileSync(target, "mine");
    expect(await moveOut(path(), target)).toMatchObject({ error: { code: "file-exists" } }); // prettier-ignore
    expect(readdirSync(home)).toHaveLength(1);
  });

  test("has a name of the file itself: it stays", async () => {
    const target = join(elsewhere, "audit-1-9.jsonl");
    const names = [
      () => symlinkSync(path(), target),
      () => linkSync(path(), target),
    ];
    for (const give of names) {
      give();
      expect(await moveOut(path(), target)).toMatchObject({ error: { code: "file-exists" } }); // prettier-ignore
      expect(readFileSync(path(), "utf8")).toBe("lines");
      rmSync(target);
    }
    symlinkSync(home, join(elsewhere, "link"));
    const same = join(elsewhere, "link", "audit-1-9.jsonl");
    expect(await moveOut(path(), same)).toMatchObject({ error: { code: "file-exists" } }); // prettier-ignore
    expect(readFileSync(path(), "utf8")).toBe("lines");
  });

  test("gets nothing of a file that is not there", async () => {
    const moved = await moveOut(join(home, "other"), join(elsewhere, "other")); // prettier-ignore
    expect(moved).toMatchObject({ error: { code: "file-missing" } });
    expect(readdirSync(elsewhere)).toEqual([]);
  });
});
