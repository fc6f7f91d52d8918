import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { success } from "../../../../shared/core/result.ts";
import {
  withFileLock,
  withFileLockSync,
} from "../../../../shared/node/files/file-lock.ts";
import { thisProcess } from "../../../../shared/node/files/lock-holder.ts";
import { hasSmallDisks, onSmallDisk } from "../../../doubles/small-disk.ts";

const claimer = join(
  import.meta.dirname,
  "../../../doubles/claim-full-disk-process.ts",
);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "tv-disk-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Only root can make a file that even its owner does not remove, and not on every file system. */
const pin = (path: string) => spawnSync("chattr", ["+i", path]).status === 0;
const unpin = (path: string) => spawnSync("chattr", ["-i", path]);

test("a lock is taken beside what a killed process left and nobody can remove", async (context) => {
  const lock = join(folder, "vault.lock");
  const left = `${lock}.killed.tmp`;
  const gone = { ...thisProcess("of-one"), pid: spawnSync("true").pid };
  writeFileSync(left, JSON.stringify(gone));
  context.skip(!pin(left));
  try {
    expect(await withFileLock(lock, async () => success(1))).toEqual(
      success(1),
    );
    const often = join(folder, "audit.lock");
    writeFileSync(`${often}.killed.tmp`, JSON.stringify(gone));
    pin(`${often}.killed.tmp`);
    expect(withFileLockSync(often, () => success(2))).toEqual(success(2));
    expect(readdirSync(folder)).toEqual([
      "audit.lock.killed.tmp",
      "vault.lock.killed.tmp",
    ]);
  } finally {
    for (const name of readdirSync(folder)) unpin(join(folder, name));
  }
});

test("a lock is not there in part where the disk is full and has no second names", (context) => {
  context.skip(!hasSmallDisks(folder));
  const said = onSmallDisk(folder, 4096, process.execPath, claimer, folder);
  expect(JSON.parse(said)).toEqual({ code: "ENOSPC", left: [] });
});
