import {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { readAuditLine } from "../../../../shared/core/audit/line.ts";
import { AuditLog } from "../../../../shared/node/audit/audit-log.ts";
import { LogFollower } from "../../../../shared/node/audit/log-follower.ts";

let home: string;
let log: AuditLog;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "talos-vault-follower-"));
  log = new AuditLog(home);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const path = () => join(home, "audit.jsonl");

/** The numbers of the lines that are kept, and how many were ever read. */
function following() {
  let numbers: number[] = [];
  let read = 0;
  const follower = new LogFollower(home, {
    isWanted: (event) => event !== "log.start",
    take: (line) => {
      read += 1;
      numbers.push(readAuditLine(line)?.n ?? 0);
    },
    forget: () => {
      numbers = [];
    },
  });
  return async () => {
    await follower.follow();
    return { numbers, read };
  };
}

describe("who follows the log", () => {
  test("reads each line once", async () => {
    const look = following();
    expect(await look()).toEqual({ numbers: [], read: 0 });
    log.record({ event: "unlock" });
    await Promise.all([look(), look()]);
    log.record({ event: "export" }, { event: "import" });
    expect(await look()).toEqual({ numbers: [2, 3, 4], read: 3 });
    expect(await look()).toEqual({ numbers: [2, 3, 4], read: 3 });
  });

  test("reads all of it where another log takes its place", async () => {
    const look = following();
    log.record({ event: "unlock" }, { event: "export" });
    const older = readFileSync(path());
    log.record({ event: "import" });
    await look();
    writeFileSync(`${path()}.copy`, older, { mode: 0o600 });
    renameSync(`${path()}.copy`, path());
    expect(await look()).toEqual({ numbers: [2, 3], read: 5 });
  });

  test("waits for a line that is not finished", async () => {
    const look = following();
    log.record({ event: "unlock" }, { event: "export" });
    const whole = readFileSync(path(), "utf8");
    writeFileSync(path(), whole.slice(0, -9));
    expect(await look()).toEqual({ numbers: [2], read: 1 });
    appendFileSync(path(), whole.slice(-9));
    expect(await look()).toEqual({ numbers: [2, 3], read: 2 });
  });
});
