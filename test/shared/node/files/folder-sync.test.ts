import {
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { constants, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { diskFiles } from "../../../../shared/node/files/disk-files.ts";
import {
  replaceNamed,
  writeAtomically,
  writeNamed,
} from "../../../../shared/node/files/atomic-file.ts";
import { fileError } from "../../../../shared/node/files/file-error.ts";

describe("a folder that cannot be synced", () => {
  let folder: string;
  const path = (name: string) => join(folder, name);

  /** From now on a sync of a folder answers that; files are synced. */
  async function folderSyncFails(code: string): Promise<void> {
    const handle = await open(folder, "r");
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    const sync = Reflect.get(prototype, "sync");
    vi.spyOn(prototype, "sync").mockImplementation(async function (
      this: FileHandle,
    ) {
      if ((await this.stat()).isDirectory())
        throw Object.assign(new Error(code), { code });
      return sync.call(this);
    });
  }

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "tv-sync-"));
  });
  afterEach(() => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true });
  });

  test("because its file system has no such thing is one all the same", async () => {
    await folderSyncFails("EINVAL");
    await writeAtomically(path("own"), "new");
    await writeNamed(path("named"), Buffer.from("new"), false);
    for (const name of ["own", "named"])
      expect(readFileSync(path(name), "utf8")).toBe("new");
  });

  test("because the disk fails leaves no named file that is said not to be there", async () => {
    await folderSyncFails("EIO");
    const written = writeNamed(path("named"), Buffer.from("a key"), false);
    await expect(written).rejects.toThrow("EIO");
    expect(existsSync(path("named"))).toBe(false);
  });

  test("says of a file that took another one's place that it is written, and may have arrived", async () => {
    const bytes = Buffer.from("a key");
    writeFileSync(path("named"), "before");
    await folderSyncFails("EIO");
    expect(
      await diskFiles.writePrivate(path("named"), bytes, true),
    ).toMatchObject({
      // prettier-ignore
      ok: false,
      error: {
        code: "file-failed",
        message: expect.stringContaining("is written, but the disk does not say that it keeps it") as string, // prettier-ignore
        cause: "EIO",
        arrival: "possible",
      },
    });
    expect(readFileSync(path("named"), "utf8")).toBe("a key");
    const other = Buffer.from("another");
    const replaced = replaceNamed(path("named"), other, 0o600, async () => true); // prettier-ignore
    const error = await replaced.catch((thrown: unknown) => thrown);
    expect(fileError(error, "write", "x")).toMatchObject({ arrival: "possible" }); // prettier-ignore
  });
});

describe("a quota that is used up", () => {
  // As Node gives them: libuv has no name for it, and JavaScript another one than C++.
  test.each(["Unknown system error -122", "UNKNOWN"])(
    "is a full disk, though Node calls it %s",
    (code) => {
      const error = Object.assign(new Error(code), {
        code,
        errno: -constants.errno.EDQUOT,
      });
      expect(fileError(error, "write", "/x")).toMatchObject({
        code: "disk-full",
        cause: "EDQUOT",
      });
    },
  );
});
