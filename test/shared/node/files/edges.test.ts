import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect } from "vitest";
import { limits } from "../../../../shared/core/limits.ts";
import { writeLine } from "../../../../shared/core/ledger/entry.ts";
import { writeHealth } from "../../../../shared/core/diagnosis/stored-health.ts";
import {
  writeLease,
  type Lease,
} from "../../../../shared/core/sessions/lease.ts";
import { writeQuestion } from "../../../../shared/core/consent/question.ts";
import { QuestionFolder } from "../../../../shared/node/consent/question-folder.ts";
import { questionAbout } from "../../../doubles/scripted-person.ts";
import { readProcessFile } from "../../../../shared/node/agent/process-file.ts";
import { diskFiles } from "../../../../shared/node/files/disk-files.ts";
import { withFileLock } from "../../../../shared/node/files/file-lock.ts";
import { thisProcess } from "../../../../shared/node/files/lock-holder.ts";
import { processIdentity } from "../../../../shared/node/system/processes/process-identity.ts";
import { success } from "../../../../shared/core/result.ts";
import { healthFile } from "../../../../shared/node/health/health-file.ts";
import { ledgerFile } from "../../../../shared/node/ledger/ledger-file.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/leases/lease-journal.ts";
import { SessionHistory } from "../../../../shared/node/audit/session-history.ts";
import { textIn } from "../../../../shared/node/sessions/session-folder.ts";
import { UnsafeFile } from "../../../../shared/node/files/unsafe-file.ts";
import { diskVaultFolder } from "../../../../shared/node/vault/disk-vault-folder.ts";
import { settingsFile } from "../../../../shared/node/vault/settings-file.ts";
import { vaultNotes } from "../../../../shared/node/vault/vault-notes.ts";
import { atTheEdge, expectRefusal } from "../../../doubles/at-the-edge.ts";
import { ledgerEntry } from "../../../doubles/sample-records.ts";

const all = mkdtempSync(join(tmpdir(), "tv-edges-"));
afterAll(() => rmSync(all, { recursive: true }));

/** A new folder with one file in it: a text, and blanks up to so many bytes. */
function folderWith(name: string, text: string, bytes: number): string {
  const home = mkdtempSync(join(all, "home-"));
  mkdirSync(join(home, "sessions"), { mode: 0o700 });
  writeFileSync(join(home, name), text + " ".repeat(bytes - text.length));
  return home;
}

/** The same of nothing but zeros, which takes no place on the disk. */
function folderOfZeros(name: string, bytes: number): string {
  const home = folderWith(name, "", 0);
  truncateSync(join(home, name), bytes);
  return home;
}

const at = new Date("2026-11-29T00:00:00Z");
const time = at.toISOString();
const hash = "ab".repeat(32);
const id = hash.slice(0, 32);
const lease: Lease = {
  format: 1,
  id,
  context: "a",
  roles: [],
  credential: "stored",
  delivery: "fd",
  isFollowing: false,
  startedAt: time,
  expiresAt: time,
  folder: "/run/a",
  path: "/run/a/config",
  holder: { pid: 2, startTime: "1", bootId: "1" },
  watched: { pid: 2, startTime: "1", bootId: "1" },
  state: "active",
};

describe("a file that counts as absent when it is too large", () => {
  atTheEdge("settingsFile", {
    make: (bytes) => folderWith("settings.json", '{"theme":"dark"}', bytes),
    read: (home) => settingsFile(home).read(),
    taken: ({ theme }) => expect(theme).toBe("dark"),
    refused: ({ theme }) => expect(theme).toBe("system"),
  });
  atTheEdge("noticesFile", {
    make: (bytes) => folderWith("shown-notices.json", '["a"]', bytes),
    read: (home) => settingsFile(home).readShownNotices(),
    taken: ({ size }) => expect(size).toBe(1),
    refused: ({ size }) => expect(size).toBe(0),
  });
  atTheEdge("notesFile", {
    make: (bytes) => folderWith("notes.json", '{"plaintext":["/a"]}', bytes),
    read: (home) => vaultNotes(home).read(),
    taken: ({ plaintext }) => expect(plaintext).toEqual(["/a"]),
    refused: ({ plaintext }) => expect(plaintext).toEqual([]),
  });
  atTheEdge("healthFile", {
    make: (bytes) =>
      folderWith("health.json", writeHealth(new Map([["a", []]]), at), bytes),
    read: (home) => healthFile(home).read(),
    taken: ({ health }) => expect([...health.keys()]).toEqual(["a"]),
    refused: ({ health }) => expect(health.size).toBe(0),
  });
  atTheEdge("lease", {
    make: (bytes) =>
      folderWith(`sessions/${id}.json`, writeLease(lease), bytes),
    read: (home) => new LeaseJournal(home).read(id)?.id,
    taken: (read) => expect(read).toBe(id),
    refused: (read) => expect(read).toBeUndefined(),
  });
  atTheEdge("consentFile", {
    make: (bytes) => {
      const own = processIdentity(process.pid);
      if (!own) throw new Error("we run");
      const now = Date.now();
      const question = questionAbout("export", {
        askedAt: new Date(now).toISOString(),
        expiresAt: new Date(now + 60_000).toISOString(),
      });
      const asking = { ...question.process, process: own };
      const text = writeQuestion({ ...question, process: asking });
      const home = mkdtempSync(join(all, "home-"));
      mkdirSync(join(home, "consent"), { mode: 0o700 });
      const path = join(home, "consent", `${question.id}.question`);
      writeFileSync(path, text + " ".repeat(bytes - text.length));
      return home;
    },
    read: (home) => new QuestionFolder(home).waiting(new Date()).length,
    taken: (found) => expect(found).toBe(1),
    refused: (found) => expect(found).toBe(0),
  });
  atTheEdge("processFile", {
    make: (bytes) =>
      folderWith("agent", JSON.stringify(processIdentity(process.pid)), bytes),
    read: (home) => readProcessFile(join(home, "agent")),
    taken: (read) => expect(read?.pid).toBe(process.pid),
    refused: (read) => expect(read).toBeNull(),
  });
  atTheEdge("lockFile", {
    // This process lives, and nobody takes its lock away; what names nobody is left over.
    make: (bytes) =>
      folderWith("a.lock", JSON.stringify(thisProcess("a")), bytes),
    read: (home) =>
      withFileLock(join(home, "a.lock"), async () => success("taken over"), {
        patience: { holderMs: 100, namelessMs: 10 },
      }),
    taken: (answer) =>
      expect(answer).toMatchObject({ error: { code: "vault-busy" } }),
    refused: (answer) => expect(answer).toEqual(success("taken over")),
  });
});

describe("a file that is refused when it is too large", () => {
  atTheEdge("sessionText", {
    make: (bytes) => folderWith("prompt", "a", bytes),
    read: (home) => {
      try {
        return textIn(home, "prompt").trim();
      } catch (error) {
        return error;
      }
    },
    taken: (answer) => expect(answer).toBe("a"),
    refused: (answer) => expect(answer).toBeInstanceOf(UnsafeFile),
  });
  atTheEdge("vaultFile", {
    make: (bytes) => folderOfZeros("vault.age", bytes),
    read: (home) => diskVaultFolder(home).read("vault.age"),
    taken: (answer) => expect(answer.ok).toBe(true),
    refused: (answer) => expectRefusal(answer, "far too large"),
  });
  atTheEdge("editsFile", {
    make: (bytes) => folderOfZeros("edits.age", bytes),
    read: (home) => diskVaultFolder(home).read("edits.age"),
    taken: (answer) => expect(answer.ok).toBe(true),
    refused: (answer) => expectRefusal(answer, "far too large"),
  });
  atTheEdge("backup", {
    make: (bytes) => join(folderOfZeros("backup.tar", bytes), "backup.tar"),
    read: (path) => diskFiles.read(path, limits.backup.most),
    taken: (answer) => expect(answer.ok).toBe(true),
    refused: (answer) => expectRefusal(answer, "larger than 128 MiB"),
  });
  atTheEdge("ledgerFile", {
    make: (bytes) => folderWith("ledger.jsonl", writeLine(ledgerEntry), bytes),
    read: (home) => ledgerFile(home).read(),
    taken: (answer) =>
      expect(answer).toMatchObject({
        value: { entries: [ledgerEntry], unreadable: 1 },
      }),
    refused: (answer) => expectRefusal(answer, "far too large"),
  });
});

describe("a record", () => {
  atTheEdge("recordLine", {
    make: (characters) => {
      const short = writeLine({ ...ledgerEntry, recipient: "" }).length - 1;
      const recipient = "a".repeat(characters - short);
      const line = writeLine({ ...ledgerEntry, recipient });
      return folderWith("ledger.jsonl", line, line.length);
    },
    read: (home) => ledgerFile(home).read(),
    taken: (answer) =>
      expect(answer).toMatchObject({ value: { unreadable: 0 } }),
    refused: (answer) =>
      expect(answer).toMatchObject({ value: { unreadable: 1 } }),
  });
  atTheEdge("historyFile", {
    // A long line, in whose middle the older half ends, and a session.
    make: (bytes) => {
      const { startedAt, id: session, roles, credential, delivery } = lease;
      const past = JSON.stringify({
        id: session,
        context: "a",
        roles,
        credential,
        delivery,
        startedAt,
        endedAt: time,
      });
      const home = folderWith("history.jsonl", "", 0);
      const rest = bytes - 2 * (past.length + 1) - 1;
      writeFileSync(
        join(home, "history.jsonl"),
        `${past}\n${" ".repeat(rest)}\n${past}\n`,
      );
      return home;
    },
    read: async (home) => (await new SessionHistory(home).read()).length,
    taken: (sessions) => expect(sessions).toBe(2),
    refused: (sessions) => expect(sessions).toBe(1),
  });
});
