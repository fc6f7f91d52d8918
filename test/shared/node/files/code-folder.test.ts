import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { codeFolder } from "../../../../shared/node/files/code-folder.ts";

const nobody = 65_534;
const isRoot = process.getuid?.() === 0;
let base = "";
let place = "";
let compiled = "";

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "tv-code-"));
  place = join(base, "cache", "talos-vault");
  compiled = join(place, "compiled");
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

test("a folder for compiled code is made for us alone, whatever the umask", () => {
  const before = process.umask(0);
  try {
    expect(codeFolder(place)).toBe(compiled);
  } finally {
    process.umask(before);
  }
  for (const path of [place, compiled])
    expect(statSync(path).mode & 0o777).toBe(0o700);
});

test("one that an older release left open is closed, and what was in it is not run", () => {
  mkdirSync(join(place, "v24-planted"), { recursive: true });
  chmodSync(place, 0o777);
  expect(codeFolder(place)).toBe(compiled);
  expect(statSync(place).mode & 0o777).toBe(0o700);
  expect(readdirSync(compiled)).toEqual([]);
});

test.each<readonly [string, () => void]>([
  [
    "the folder is a link",
    () => {
      mkdirSync(place, { recursive: true });
      mkdirSync(join(base, "elsewhere"), { mode: 0o700 });
      symlinkSync(join(base, "elsewhere"), compiled);
    },
  ],
  [
    "the folder can be entered by others",
    () => {
      mkdirSync(compiled, { recursive: true });
      chmodSync(compiled, 0o777);
    },
  ],
  [
    "a folder above it can be written by everybody",
    () => {
      mkdirSync(place, { recursive: true });
      chmodSync(join(base, "cache"), 0o777);
    },
  ],
  [
    "a file is in its place",
    () => {
      mkdirSync(place, { recursive: true });
      spawnSync("mkfifo", [compiled]);
    },
  ],
])("no code is kept where %s", (_, plant) => {
  plant();
  expect(codeFolder(place)).toBe(null);
});

test("nothing is put behind a link in the place of the cache", () => {
  const elsewhere = join(base, "elsewhere");
  mkdirSync(elsewhere, { mode: 0o700 });
  mkdirSync(join(base, "cache"));
  symlinkSync(elsewhere, place);
  expect(codeFolder(place)).toBe(null);
  expect(readdirSync(elsewhere)).toEqual([]);
});

test.skipIf(!isRoot).each(["", "compiled"])(
  "no code is kept where another user has the folder %s",
  (name) => {
    mkdirSync(compiled, { recursive: true, mode: 0o700 });
    chmodSync(compiled, 0o700);
    chownSync(join(place, name), nobody, nobody);
    expect(codeFolder(place)).toBe(null);
  },
);

test("the command starts without compiled code where no folder is ours alone", () => {
  const program = resolve(".vite/cli/talos-vault.cjs");
  if (!existsSync(program)) throw new Error("build first: npm run build");
  mkdirSync(compiled, { recursive: true });
  chmodSync(compiled, 0o777);
  const run = () =>
    spawnSync(process.execPath, [program, "--version"], {
      env: { HOME: base, XDG_CACHE_HOME: join(base, "cache") },
      encoding: "utf8",
      timeout: 20_000,
    });
  expect(run()).toMatchObject({ status: 0, stderr: "" });
  expect(readdirSync(compiled)).toEqual([]);
  chmodSync(compiled, 0o700);
  expect(run()).toMatchObject({ status: 0, stderr: "" });
  expect(readdirSync(compiled)).not.toEqual([]);
});
