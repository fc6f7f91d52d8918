import { eventOfLedger, ledgerLineOf } from "../../core/audit/ledger-events.ts";
import { readAuditLine } from "../../core/audit/line.ts";
import { endOfPast, pastSessionOf } from "../../core/audit/session-events.ts";
import { ledgerLines, readLedgerLine } from "../../core/ledger/entry.ts";
import type { RecordTexts } from "../../core/ports/vault-records.ts";
import { success, type Result } from "../../core/result.ts";
import { readHistory } from "../../core/sessions/history.ts";
import { AuditLog } from "./audit-log.ts";
import { allLedgerLines } from "./ledger-lines.ts";
import { readSessionHistory } from "./session-history.ts";

/**
 * Records what the log and the ledger of a backup have and ours have not, each at its time. Errors: those of the log; throws as
 * reading does.
 */
export async function mergeRecords(
  home: string,
  { audit, ledger, history }: Pick<RecordTexts, "audit" | "ledger" | "history">,
): Promise<Result<void>> {
  const encoder = new TextEncoder();
  const lines = ledgerLines(audit).map((line) =>
    readAuditLine(encoder.encode(line)),
  );
  const theirs = [
    ...ledgerLines(ledger).map(readLedgerLine),
    ...lines.map((line) => line && ledgerLineOf(line)),
  ].flatMap((line) => (line ? [eventOfLedger(line)] : []));
  const sessions = [
    ...readHistory(history),
    ...lines.flatMap((line) => (line && pastSessionOf(line)) ?? []),
  ].map(endOfPast);
  const ours = [
    ...(await allLedgerLines(home)).flatMap((line) =>
      line ? [eventOfLedger(line)] : [],
    ),
    ...readSessionHistory(home).map(endOfPast),
  ];
  const known = new Set(ours.map((event) => JSON.stringify(event)));
  const missing = [...theirs, ...sessions].filter((event) => {
    const text = JSON.stringify(event);
    const isNew = !known.has(text);
    known.add(text);
    return isNew;
  });
  if (missing.length === 0) return success(undefined);
  const told = new AuditLog(home).record(...missing);
  return told.ok ? success(undefined) : told;
}
