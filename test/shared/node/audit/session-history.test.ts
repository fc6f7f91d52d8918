import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  callEvent,
  endOfPast,
} from "../../../../shared/core/audit/session-events.ts";
import { limits } from "../../../../shared/core/limits.ts";
import { AuditLog } from "../../../../shared/node/audit/audit-log.ts";
import { SessionHistory } from "../../../../shared/node/audit/session-history.ts";
import { pastSession } from "../../../doubles/sample-records.ts";

let home: string;
let log: AuditLog;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "talos-vault-history-"));
  log = new AuditLog(home);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

describe("sessions that are over", () => {
  test("are known behind however many calls", async () => {
    log.record(endOfPast(pastSession));
    const call = callEvent(pastSession, {
      method: "a".repeat(limits.recordLine.most / 2),
      nodes: [],
      words: "",
      verdict: "allow",
      rule: null,
    });
    const many = (limits.historyFile.most / limits.recordLine.most) * 2 + 1;
    log.record(...Array.from({ length: many }, () => call));
    expect(await new SessionHistory(home).read()).toEqual([pastSession]);
  });

  test("are the newest ones of very many", async () => {
    const long = "a".repeat(limits.recordLine.most / 2);
    const many = Array.from({ length: 100 }, (_, at) =>
      endOfPast({ ...pastSession, id: String(at), reason: long }),
    );
    log.record(...many);
    const read = await new SessionHistory(home).read();
    expect(read.length).toBeGreaterThan(25);
    expect(read.length).toBeLessThan(35);
    expect(read[0]?.id).toBe("99");
  });
});
