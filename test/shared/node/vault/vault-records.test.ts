import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { eventOfLedger } from "../../../../shared/core/audit/ledger-events.ts";
import {
  callEvent,
  endOfPast,
} from "../../../../shared/core/audit/session-events.ts";
import { writeLine } from "../../../../shared/core/ledger/entry.ts";
import { limits } from "../../../../shared/core/limits.ts";
import { AuditLog } from "../../../../shared/node/audit/audit-log.ts";
import { ledgerEntry, pastSession } from "../../../doubles/sample-records.ts";
import { vaultRecords } from "../../../../shared/node/vault/vault-records.ts";

let home: string;
let log: AuditLog;
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "talos-vault-records-"));
  log = new AuditLog(home);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const call = callEvent(pastSession, {
  method: "a".repeat(limits.recordLine.most / 2),
  nodes: [],
  words: "",
  verdict: "allow",
  rule: null,
});

async function read(from = home) {
  const texts = await vaultRecords(from).read();
  if (!texts.ok) throw new Error(texts.error.message);
  return texts.value;
}

test("a backup takes along what tells of credentials and sessions, and no calls", async () => {
  log.record(eventOfLedger(ledgerEntry), call, endOfPast(pastSession), {
    event: "unlock",
  });
  const { audit } = await read();
  expect(audit.match(/"event":"[^"]+"/g)).toEqual([
    '"event":"issue"',
    '"event":"session.end"',
  ]);
});

test("what is there is not recorded again, however much was written since", async () => {
  writeFileSync(join(home, "ledger.jsonl"), writeLine(ledgerEntry));
  const other = { ...pastSession, id: pastSession.id.replace("0", "f") };
  writeFileSync(join(home, "history.jsonl"), `${JSON.stringify(other)}\n`);
  log.record(
    endOfPast(pastSession),
    eventOfLedger({ ...ledgerEntry, serial: "CD" }),
  );
  const since = (limits.historyFile.most / limits.recordLine.most) * 2 + 1;
  log.record(...Array.from({ length: since }, () => call));
  const head = log.head();
  expect(await vaultRecords(home).merge(await read())).toMatchObject({
    ok: true,
  });
  expect(log.head()).toEqual(head);
});

test("what another folder has is recorded once, at its time", async () => {
  log.record(eventOfLedger(ledgerEntry), endOfPast(pastSession));
  const theirs = await read();
  const elsewhere = join(home, "elsewhere");
  mkdirSync(elsewhere, { mode: 0o700 });
  const records = vaultRecords(elsewhere);
  for (const time of ["first", "second"]) {
    expect(await records.merge(theirs), time).toMatchObject({ ok: true });
    const { audit } = await read(elsewhere);
    const lines = audit.trimEnd().split("\n");
    expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([
      {
        n: 2,
        event: "issue",
        time: ledgerEntry.issuedAt,
        serial: ledgerEntry.serial,
      },
      {
        n: 3,
        event: "session.end",
        time: pastSession.endedAt,
        session: pastSession.id,
      },
    ]);
  }
});
