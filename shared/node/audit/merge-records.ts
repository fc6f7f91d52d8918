import { join } from "node:path";
import type { AuditEvent } from "../../core/audit/event.ts";
import {
  eventOfLedger,
  ledgerEvents,
  ledgerLineOf,
} from "../../core/audit/ledger-events.ts";
import { readAuditLine, type AuditLine } from "../../core/audit/line.ts";
import { extendLog } from "../../core/audit/log-state.ts";
import { endOfPast, pastSessionOf } from "../../core/audit/session-events.ts";
import { inSlices } from "../../core/work-in-slices.ts";
import { ledgerLines, readLedgerLine } from "../../core/ledger/entry.ts";
import { limits } from "../../core/limits.ts";
import type { RecordTexts } from "../../core/ports/vault-records.ts";
import { success, type Result } from "../../core/result.ts";
import { readHistory } from "../../core/sessions/history.ts";
import { readOwn } from "../files/own-file.ts";
import { linesOf } from "./audit-files.ts";
import { AuditLog } from "./audit-log.ts";

type Records = Pick<RecordTexts, "audit" | "ledger" | "history">;

/** The longest that any of the texts may be. */
const largest = limits.ledgerFile.most;

/**
 * What a backup takes along of the log: what tells of credentials and of sessions that are over, of very much the newest; and
 * the files of releases before it. Throws the system's error, or `UnsafeFile`.
 */
export async function readRecords(home: string): Promise<Records> {
  return {
    audit: await newestLines(home),
    ledger: await textOf(join(home, "ledger.jsonl")),
    history: await textOf(join(home, "history.jsonl")),
  };
}

/** Records what a backup's texts tell and ours do not, each at its time. Errors: those of the log; throws as reading does. */
export async function mergeRecords(
  home: string,
  theirs: Records,
): Promise<Result<void>> {
  const ours = await eventsOf(await readRecords(home));
  const known = new Set(ours.map((event) => JSON.stringify(event)));
  const missing = (await eventsOf(theirs)).filter((event) => {
    const text = JSON.stringify(event);
    const isNew = !known.has(text);
    known.add(text);
    return isNew;
  });
  if (missing.length === 0) return success(undefined);
  // Of years they are more than a call has room for arguments.
  const told = new AuditLog(home).extend((state, now) =>
    extendLog(state, missing, now),
  );
  return told.ok ? success(undefined) : told;
}

/** Of each alike, whoever wrote it where. */
async function eventsOf({
  audit,
  ledger,
  history,
}: Records): Promise<readonly AuditEvent[]> {
  const encoder = new TextEncoder();
  const issued = await inSlices(ledgerLines(ledger), readLedgerLine);
  const logged = await inSlices(ledgerLines(audit), (line) =>
    eventOfRecord(readAuditLine(encoder.encode(line))),
  );
  return [
    ...issued.map((line) => line && eventOfLedger(line)),
    ...readHistory(history).map(endOfPast),
    ...logged,
  ].filter((event) => event !== null);
}

function eventOfRecord(line: AuditLine | null): AuditEvent | null {
  if (line === null) return null;
  const past = pastSessionOf(line);
  if (past) return endOfPast(past);
  const issued = ledgerLineOf(line);
  return issued && eventOfLedger(issued);
}

async function newestLines(home: string): Promise<string> {
  const decoder = new TextDecoder();
  const pieces: string[] = [];
  let length = 0;
  const records = linesOf(
    home,
    (event) => event === "session.end" || ledgerEvents.has(event ?? ""),
  );
  for await (const lines of records) {
    const piece = lines.map((line) => `${decoder.decode(line)}\n`).join("");
    pieces.push(piece);
    length += piece.length;
    while (length > largest) length -= pieces.shift()?.length ?? length;
  }
  return pieces.join("");
}

async function textOf(path: string): Promise<string> {
  return new TextDecoder().decode((await readOwn(path, largest)) ?? undefined);
}
