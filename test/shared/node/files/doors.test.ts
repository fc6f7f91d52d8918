import { spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { success } from "../../../../shared/core/result.ts";
import {
  askSocket,
  serveSocket,
} from "../../../../shared/node/agent/control-socket.ts";
import { removeLeftovers } from "../../../../shared/node/files/atomic-file.ts";
import { withFileLock } from "../../../../shared/node/files/file-lock.ts";
import { ledgerFile } from "../../../../shared/node/ledger/ledger-file.ts";
import { ownerOf } from "../../../../shared/node/sessions/session-folder.ts";
import { SessionHistory } from "../../../../shared/node/audit/session-history.ts";
import { settingsFile } from "../../../../shared/node/vault/settings-file.ts";
import { vaultNotes } from "../../../../shared/node/vault/vault-notes.ts";
import { vaultRecords } from "../../../../shared/node/vault/vault-records.ts";

const somebody = 23_456;
const isRoot = process.getuid?.() === 0;
let base = "";
let home = "";

beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), "tv-doors-"));
  home = join(base, "vault");
  mkdirSync(home, { mode: 0o700 });
});
afterEach(() => rmSync(base, { recursive: true, force: true }));

const openFolders: readonly (readonly [string, string, () => void])[] = [
  ["can be entered by others", "chmod 700", () => chmodSync(home, 0o777)],
  [
    "is a link",
    "Remove the link",
    () => {
      spawnSync("mv", [home, `${home}-real`]);
      symlinkSync(`${home}-real`, home);
    },
  ],
  ...(isRoot
    ? ([
        [
          "belongs to somebody else",
          "run as its owner",
          () => chownSync(home, somebody, somebody),
        ],
      ] as const)
    : []),
];

describe.each(openFolders)("in a vault's folder that %s", (how, next, open) => {
  beforeEach(() => {
    writeFileSync(join(home, "shown-notices.json"), '["planted"]');
    writeFileSync(
      join(home, "notes.json"),
      JSON.stringify({ plaintext: ["/planted"], proven: null }),
    );
    open();
  });

  test("nothing is believed", async () => {
    expect([...(await settingsFile(home).readShownNotices())]).toEqual([]);
    expect((await vaultNotes(home).read()).plaintext).toEqual([]);
    expect(await new SessionHistory(home).read()).toEqual([]);
  });

  test("what matters is refused with the folder, the reason and the next step", async () => {
    const refused = {
      ok: false,
      error: {
        code: "file-unsafe",
        message: `${home} ${how}, so nothing is read or put there.`,
        next: expect.stringContaining(next) as string,
      },
    };
    expect(await ledgerFile(home).read()).toMatchObject(refused);
    expect(await ledgerFile(home).record({ event: "unlock" })).toMatchObject(
      refused,
    );
    expect(await vaultRecords(home).read()).toMatchObject(refused);
  });
});

test.skipIf(!isRoot)(
  "a file of another user in a folder of ours is not believed",
  async () => {
    writeFileSync(join(home, "ledger.jsonl"), "");
    chownSync(join(home, "ledger.jsonl"), somebody, somebody);
    const read = await ledgerFile(home).read();
    expect(read.ok ? "" : read.error.message).toContain("of another user");
  },
);

test("a ledger that no machine of ours wrote is not read into memory", async () => {
  writeFileSync(join(home, "ledger.jsonl"), "");
  truncateSync(join(home, "ledger.jsonl"), 1024 ** 4);
  const read = await ledgerFile(home).read();
  expect(read.ok ? "" : read.error.message).toContain("far too large");
});

test("a pipe where a session's folder says whose it is is not waited for", () => {
  spawnSync("mkfifo", [join(home, "owner")]);
  expect(ownerOf(home)).toBe(null);
});

test("a socket is asked in a folder of ours alone, and through no link", async () => {
  const path = join(home, "agent");
  let asked = 0;
  const server = await serveSocket(path, () => ({ asked: ++asked }));
  try {
    expect(await askSocket(path, {}, 2000)).toEqual({ asked: 1 });
    symlinkSync(path, join(home, "link"));
    expect(await askSocket(join(home, "link"), {}, 2000)).toBe(null);
    chmodSync(home, 0o755);
    expect(await askSocket(path, {}, 2000)).toBe(null);
    expect(asked).toBe(1);
  } finally {
    server.close();
  }
});

test("a left-over temporary file goes, with a time in the future and as a link to nowhere too", () => {
  const end = "3f9a1c00-1111-4222-8333-444455556666.tmp";
  const future = join(home, `a.json.${end}`);
  const fresh = join(home, `b.json.${end}`);
  for (const path of [future, fresh]) writeFileSync(path, "");
  utimesSync(future, 2 ** 32, 2 ** 32);
  removeLeftovers(home, () => true, 60_000);
  expect(readdirSync(home)).toEqual([`b.json.${end}`]);
});

test("what is left beside a lock with a time in the future goes with the next change", async () => {
  const beside = join(home, "vault.lock.remove-1-2");
  writeFileSync(beside, "");
  utimesSync(beside, 2 ** 32, 2 ** 32);
  const done = await withFileLock(join(home, "vault.lock"), async () =>
    success("done"),
  );
  expect(done).toEqual(success("done"));
  expect(readdirSync(home)).toEqual([]);
});

test("a folder in the queue for a lock stands in nobody's way", async () => {
  mkdirSync(join(home, "vault.lock.wait-00000000000000001-x"));
  const done = await withFileLock(join(home, "vault.lock"), async () =>
    success("done"),
  );
  expect(done).toEqual(success("done"));
});

const inNamespace = (mode: string) =>
  spawnSync(
    "unshare",
    [
      "-m",
      "sh",
      "-c",
      `mount -t tmpfs -o mode=${mode} none /dev/shm && exec "$0" -e "$1"`,
      process.execPath,
      `import(${JSON.stringify(resolve("shared/node/sessions/run-folder.ts"))}).then((root) => console.log(root.runFolderPath({}, "/vault")))`,
    ],
    { encoding: "utf8", timeout: 20_000 },
  ).stdout.trim();

// Node before 22.18 runs no TypeScript by itself.
test.skipIf(!inNamespace("1777").startsWith("/dev/shm/"))(
  "a run folder that everybody could rename, for want of the sticky bit, is answered with the vault's own",
  () => expect(inNamespace("0777")).toBe("/vault/run"),
);
