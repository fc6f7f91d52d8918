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
  const follow = new LogFollower(home).show({
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
    await follow();
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

  test("reads it once for all views, and leaves one alone that cannot take a line", async () => {
    const follower = new LogFollower(home);
    const taken: string[] = [];
    const viewOf = (name: string, mostLines: number) => {
      let kept = 0;
      return follower.show({
        isWanted: () => true,
        take: () => {
          kept += 1;
          if (kept > mostLines) throw new Error(`${name} is full`);
          taken.push(name);
        },
        forget: () => {
          kept = 0;
        },
      });
    };
    const [few, many] = [viewOf("few", 1), viewOf("many", 9)];
    log.record({ event: "unlock" }, { event: "export" });
    await Promise.all([many(), expect(few()).rejects.toThrow("few is full")]);
    expect(taken.toSorted()).toEqual(["few", "many", "many", "many"]);
    const late = viewOf("late", 9);
    await late();
    expect(taken.filter((name) => name === "late")).toHaveLength(3);
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
