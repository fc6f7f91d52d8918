import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { success } from "../../../../shared/core/result.ts";
import { changeVault } from "../../../../shared/core/usecases/vault/change.ts";
import { diskVaultFolder } from "../../../../shared/node/vault/disk-vault-folder.ts";
import { diskVaultWatch } from "../../../../shared/node/vault/disk-vault-watch.ts";
import { MemoryVault } from "../../../doubles/memory-vault.ts";
import { makeVault } from "../../../doubles/vault-life.ts";

let home: string;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "talos-vault-edits-"));
  onTestFinished(() => {
    rmSync(home, { recursive: true });
  });
});

const at = (name: string) => join(home, name);
const namesIn = (folder: string) => readdirSync(at(folder)).toSorted();

async function largeVault() {
  const memory = new MemoryVault();
  memory.editsFrom = 0;
  const ports = { ...memory.ports(), folder: diskVaultFolder(home) };
  const made = await makeVault(ports);
  if (!made.ok) throw new Error(made.error.message);
  const use = async (previous: string) => {
    const changed = await changeVault(ports)((document) =>
      success({ ...document, previous }),
    );
    if (!changed.ok) throw new Error(changed.error.message);
  };
  return { ports, use };
}

describe("small changes on the disk", () => {
  test("lie in one file beside the vault, private, and in one beside the generation", async () => {
    const { ports, use } = await largeVault();
    const inode = statSync(at("vault.age")).ino;
    for (const previous of ["a", "b", "c"]) await use(previous);
    expect(statSync(at("vault.age")).ino).toBe(inode);
    expect(namesIn(".")).toEqual(["backups", "edits.age", "recovery.age", "vault.age"]); // prettier-ignore
    expect(statSync(at("edits.age")).mode % 0o1000).toBe(0o600);
    expect(namesIn("backups")).toEqual([
      expect.stringMatching(/^vault-1-[0-9a-f]{16}\.age$/),
      expect.stringMatching(/^vault-1-[0-9a-f]{16}\.edits-4-[0-9a-f]{16}\.age$/), // prettier-ignore
    ]);
    const list = await ports.folder.backups.list();
    expect(list.ok && list.value.map(({ generation }) => generation)).toEqual([1]); // prettier-ignore
  });

  test("what is written into edits.age in place leaves the kept ones whole", async () => {
    const { ports, use } = await largeVault();
    await use("a");
    const before = readFileSync(at("edits.age"));
    writeFileSync(at("edits.age"), "something else");
    const [id] = await ports.folder.backups.edits
      .list()
      .then((list) => (list.ok ? list.value : []));
    const kept = id && (await ports.folder.backups.edits.read(id));
    expect(kept?.ok && kept.value && before.equals(kept.value)).toBe(true);
  });

  test("are seen by who watches the folder", async () => {
    const { use } = await largeVault();
    const told = vi.fn();
    const folder = () => success(at("backups"));
    const stop = diskVaultWatch(home, { folder }).start(told);
    onTestFinished(stop);
    await use("a");
    await vi.waitFor(() => expect(told).toHaveBeenCalledWith("vault"));
  });
});

describe("a look at the vault's file", () => {
  const minute = 60_000;
  const text = async (folder: ReturnType<typeof diskVaultFolder>) => {
    const file = await folder.reread("vault.age");
    return file.ok && file.value ? new TextDecoder().decode(file.value) : null;
  };

  /** As if the file had lain there for a while: the clock goes on, not the file's stamps. */
  const later = (ms: number) => {
    vi.spyOn(Date, "now").mockReturnValue(performance.timeOrigin + performance.now() + ms); // prettier-ignore
    onTestFinished(() => void vi.restoreAllMocks());
  };

  test("gives what was read before, while nobody has written it since", async () => {
    writeFileSync(at("vault.age"), "one", { mode: 0o600 });
    later(minute);
    const folder = diskVaultFolder(home);
    const first = await folder.reread("vault.age");
    const second = await folder.reread("vault.age");
    const read = await folder.read("vault.age");
    if (!first.ok || !second.ok || !read.ok) throw new Error("not read");
    expect(second.value).toBe(first.value);
    expect(read.value).not.toBe(first.value);
    expect(read.value).toEqual(first.value);
  });

  test.each<readonly [string, () => void]>([
    ["in place", () => writeFileSync(at("vault.age"), "two")],
    [
      "in place, of the same length, with the time put back",
      () => {
        const { atime, mtime } = statSync(at("vault.age"));
        writeFileSync(at("vault.age"), "two");
        utimesSync(at("vault.age"), atime, mtime);
      },
    ],
    [
      "by a rename",
      () => {
        writeFileSync(at("new"), "two", { mode: 0o600 });
        renameSync(at("new"), at("vault.age"));
      },
    ],
  ])("sees what was written %s", async (_, write) => {
    writeFileSync(at("vault.age"), "one", { mode: 0o600 });
    later(minute);
    const folder = diskVaultFolder(home);
    expect(await text(folder)).toBe("one");
    write();
    expect(await text(folder)).toBe("two");
    rmSync(at("vault.age"));
    expect(await text(folder)).toBeNull();
  });

  test("believes no stamp that a second write could bear too", async () => {
    writeFileSync(at("vault.age"), "one", { mode: 0o600 });
    const folder = diskVaultFolder(home);
    const first = await folder.reread("vault.age");
    const second = await folder.reread("vault.age");
    expect(first.ok && second.ok && first.value !== second.value).toBe(true);
    // Nor one from the future.
    later(-minute);
    const third = await folder.reread("vault.age");
    const fourth = await folder.reread("vault.age");
    expect(third.ok && fourth.ok && third.value !== fourth.value).toBe(true);
  });
});
