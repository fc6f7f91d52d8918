import { spawnSync } from "node:child_process";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { success } from "../../../../shared/core/result.ts";
import { settingsSchema } from "../../../../shared/core/settings/settings.ts";
import { diskFiles } from "../../../../shared/node/files/disk-files.ts";
import { diskVaultFolder } from "../../../../shared/node/vault/disk-vault-folder.ts";
import { healthFile } from "../../../../shared/node/health/health-file.ts";
import { ledgerFile } from "../../../../shared/node/ledger/ledger-file.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/leases/lease-journal.ts";
import { settingsFile } from "../../../../shared/node/vault/settings-file.ts";
import { parse } from "valibot";

const settings = parse(settingsSchema, {});
const bytes = new TextEncoder().encode("new");

let home = "";
let elsewhere = "";
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "tv-own-"));
  elsewhere = mkdtempSync(join(tmpdir(), "tv-else-"));
  writeFileSync(join(elsewhere, "mine"), "kept");
});
afterEach(() => {
  for (const folder of [home, elsewhere])
    rmSync(folder, { recursive: true, force: true });
});

const dark = { theme: "dark" } as const;

const planted: Readonly<Record<string, (path: string) => void>> = {
  "a link": (path) => symlinkSync(join(elsewhere, "mine"), path),
  "a dangling link": (path) => symlinkSync(join(elsewhere, "nowhere"), path),
  "a named pipe": (path) => void spawnSync("mkfifo", [path]),
  "a folder": (path) => mkdirSync(path),
};

describe.each(Object.entries(planted))(
  "%s in place of a file of ours",
  (_, plant) => {
    test.each([
      ["vault.age", () => diskVaultFolder(home).write("vault.age", bytes)],
      ["edits.age", () => diskVaultFolder(home).write("edits.age", bytes)],
      ["settings.json", () => settingsFile(home).change(dark)],
      [
        "shown-notices.json",
        () => settingsFile(home).writeShownNotices(new Set(["one"])),
      ],
      [
        "health.json",
        () => healthFile(home).update(new Date(), (known) => known.health),
      ],
      ["audit.jsonl", () => ledgerFile(home).record({ event: "unlock" })],
      ["audit.state", () => ledgerFile(home).record({ event: "unlock" })],
    ])("is not written through or taken away: %s", async (name, write) => {
      plant(join(home, name));
      const before = lstatSync(join(home, name));
      expect(await write()).toMatchObject({
        ok: false,
        error: { code: "file-unsafe" },
      });
      expect(lstatSync(join(home, name)).ino).toBe(before.ino);
      expect(readFileSync(join(elsewhere, "mine"), "utf8")).toBe("kept");
      expect(existsSync(join(elsewhere, "nowhere"))).toBe(false);
      expect(readdirSync(home)).toEqual([name]);
    });

    test("is not read, and nobody waits for it", async () => {
      for (const name of [
        "vault.age",
        "edits.age",
        "settings.json",
        "shown-notices.json",
        "health.json",
        "ledger.jsonl",
        "history.jsonl",
        "audit.jsonl",
        "audit.state",
      ])
        plant(join(home, name));
      const folder = diskVaultFolder(home);
      for (const name of ["vault.age", "edits.age"] as const)
        for (const read of ["read", "reread"] as const)
          expect(await folder[read](name)).toMatchObject({
            error: { code: "file-unsafe" },
          });
      expect(await settingsFile(home).read()).toEqual(settings);
      expect(await settingsFile(home).readShownNotices()).toEqual(new Set());
      expect((await healthFile(home).read()).health.size).toBe(0);
      expect(await ledgerFile(home).read()).toMatchObject({
        error: { code: "file-unsafe" },
      });
      expect(await new LeaseJournal(home).past()).toEqual([]);
      expect(readFileSync(join(elsewhere, "mine"), "utf8")).toBe("kept");
    });
  },
);

describe("settings", () => {
  const path = () => join(home, "settings.json");

  test("that another release wrote stay, and the one that is changed alone is", async () => {
    const other = { terminal: "from-the-future", colour: ["red"], theme: "x" };
    writeFileSync(path(), JSON.stringify(other), { mode: 0o600 });
    expect(await settingsFile(home).change(dark)).toMatchObject({
      ok: true,
      value: { theme: "dark", terminal: "auto" },
    });
    expect(JSON.parse(readFileSync(path(), "utf8"))).toEqual({
      ...other,
      theme: "dark",
    });
  });

  test.each([
    ["a torn file", '{"theme": "da'],
    ["another one", "[1, 2]"],
    ["bytes that are no text", Uint8Array.of(0x22, 0xff, 0x22)],
  ])("%s is not written over", async (_, content) => {
    writeFileSync(path(), content, { mode: 0o600 });
    const before = readFileSync(path());
    expect((await settingsFile(home).change(dark)).ok).toBe(false);
    expect(readFileSync(path())).toEqual(before);
  });
});

describe("taking the vault's lock", () => {
  test("lets others write beside it all the time", async () => {
    const folder = diskVaultFolder(home);
    const store = settingsFile(home);
    for (let round = 0; round < 40; round++) {
      const results = await Promise.all([
        store.change(dark),
        folder.locked(async () => success(undefined)),
        store.writeShownNotices(new Set([String(round)])),
      ]);
      expect(results.every(({ ok }) => ok)).toBe(true);
    }
    expect(readdirSync(home).toSorted()).toEqual([
      "settings.json",
      "shown-notices.json",
    ]);
  });

  test("removes what killed writers of the vault left, and of nobody else", async () => {
    const end = ".11111111-2222-3333-4444-555555555555.tmp";
    mkdirSync(join(home, "backups"));
    const ours = [
      "vault.age",
      "edits.age",
      "identity.next.age",
      "backups/vault-7.age",
      "backups/vault-7-0011223344556677.edits-9-0011223344556688.age",
    ];
    const others = ["settings.json", "notes", "backups/mine"];
    for (const name of [...ours, ...others])
      writeFileSync(join(home, name + end), "");
    await diskVaultFolder(home).locked(async () => success(undefined));
    for (const name of ours)
      expect(existsSync(join(home, name + end))).toBe(false);
    for (const name of others)
      expect(existsSync(join(home, name + end))).toBe(true);
  });

  test("that somebody else takes over lets nothing be written any more", async () => {
    const folder = diskVaultFolder(home);
    await folder.write("vault.age", new TextEncoder().encode("old"));
    const written = await folder.locked(async () => {
      writeFileSync(join(home, "vault.lock"), "{}");
      return folder.write("vault.age", bytes);
    });
    expect(written).toMatchObject({ error: { code: "vault-busy" } });
    expect(readFileSync(join(home, "vault.age"), "utf8")).toBe("old");
    rmSync(join(home, "vault.lock"));
    // What the other one wrote beside the vault meanwhile is theirs.
    const removed = await folder.locked(async () => {
      writeFileSync(join(home, "vault.lock"), "{}");
      writeFileSync(join(home, "edits.age"), "theirs");
      return folder.remove("edits.age");
    });
    expect(removed).toMatchObject({ error: { code: "vault-busy" } });
    expect(readFileSync(join(home, "edits.age"), "utf8")).toBe("theirs");
  });
});

test("leases that killed processes left half-written go when they are old", () => {
  const journal = new LeaseJournal(home);
  journal.folder();
  const left = join(
    home,
    "sessions",
    "x.json.11111111-2222-3333-4444-555555555555.tmp",
  );
  writeFileSync(left, "");
  journal.list();
  expect(existsSync(left)).toBe(true);
  utimesSync(left, 1, 1);
  journal.list();
  expect(existsSync(left)).toBe(false);
});

test("a folder that is missing is called so, and no other", async () => {
  const missing = await diskFiles.writePrivate(
    join(home, "no", "file"),
    bytes,
    false,
  );
  expect(missing).toMatchObject({ error: { code: "file-missing" } });
});

test.each(["a dangling link", "a named pipe", "a folder"])(
  "a file that a person names is never put in the place of %s",
  async (what) => {
    planted[what]?.(join(home, "out"));
    const before = lstatSync(join(home, "out")).ino;
    expect(
      await diskFiles.writePrivate(join(home, "out"), bytes, true),
    ).toMatchObject({ ok: false });
    expect(lstatSync(join(home, "out")).ino).toBe(before);
  },
);
