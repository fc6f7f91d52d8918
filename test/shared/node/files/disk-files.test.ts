import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  afterEach,
  beforeEach,
  describe,
  expect,
  onTestFinished,
  test,
} from "vitest";
import { diskFiles } from "../../../../shared/node/files/disk-files.ts";

describe("a place to write a private file", () => {
  let folder: string;
  const path = (...names: string[]) => join(folder, ...names);

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tv-files-"));
    writeFileSync(path("taken"), "");
    symlinkSync(path("nowhere"), path("dangling"));
    mkdirSync(path("folder"));
    mkdirSync(path("locked"));
    chmodSync(path("locked"), 0o500);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const code = async (target: string, replace = false) => {
    const judged = await diskFiles.judgeTarget(target, replace);
    return judged.ok ? "good" : judged.error.code;
  };

  test("is judged good or bad before anything is written", async () => {
    const before = readdirSync(folder);
    expect(await code(path("new"))).toBe("good");
    expect(await code(path("taken"))).toBe("file-exists");
    expect(await code(path("taken"), true)).toBe("good");
    expect(await code(path("dangling"))).toBe("file-exists");
    expect(await code(path("folder"), true)).toBe("file-failed");
    expect(await code(`${path("new")}/`)).toBe("file-failed");
    expect(await code(path("missing", "new"))).toBe("file-missing");
    expect(await code(path("taken", "new"), true)).toBe("file-failed");
    expect(await code("")).toBe("usage");
    expect(await code(".")).toBe("file-failed");
    const isRoot = process.getuid?.() === 0;
    expect(await code(path("locked", "new"))).toBe(
      isRoot ? "good" : "file-failed",
    );
    expect(readdirSync(folder)).toEqual(before);
  });
});

test.each([
  [2 ** 20 + 1, "1 MiB"],
  [4097, "4 KiB"],
])(
  "a file of more than %d bytes is called larger than %s",
  async (most, limit) => {
    const folder = mkdtempSync(join(tmpdir(), "tv-files-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const path = join(folder, "long");
    writeFileSync(path, new Uint8Array(most + 1));
    const read = await diskFiles.read(path, most);
    const message = `${path} is larger than ${limit}.`;
    expect(read).toMatchObject({ ok: false, error: { message } });
  },
);
