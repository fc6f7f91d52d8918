import {
  readLedgerValue,
  type LedgerEntry,
  type LedgerLine,
} from "../ledger/entry.ts";
import type { AuditEvent, AuditEventName } from "./event.ts";
import type { AuditLine } from "./line.ts";

/** A line of the ledger as the event that it tells of. */
export function eventOfLedger(line: LedgerLine): AuditEvent {
  if (!("note" in line)) return eventOfEntry(line);
  const { note, at, ...rest } = line;
  const time = { at: new Date(at) };
  switch (note) {
    case "undelivered": {
      const { context, fingerprint, issuedAt } = line;
      const detail = issuedAt ? { fingerprint, issuedAt } : { fingerprint };
      return {
        event: "undelivered",
        ...time,
        ...(context === undefined ? {} : { context }),
        detail,
      };
    }
    case "put-back":
      return { event: "context.put-back", ...time, detail: rest };
    case "renamed":
      return { event: "rename", ...time, context: line.to, detail: rest };
    case "accepted":
      return { event: "handover.receipt", ...time, detail: rest };
    case "restored":
      return { event: "restore", ...time, detail: rest };
    case "asked": {
      const { context, roles, reason, process, ...detail } = line;
      const { pid, name, path } = process;
      const { note: _note, at: _at, ...said } = detail;
      const about = { context, roles, ...(reason ? { reason } : {}) };
      const whole = { ...said, chain: process.chain, cwd: process.cwd };
      return {
        event: "consent.answered",
        ...time,
        ...about,
        process: { pid, name, path },
        detail: whole,
      };
    }
  }
}

function eventOfEntry(entry: LedgerEntry): AuditEvent {
  const { issuedAt, context, roles, serial, reason, ...detail } = entry;
  const { purpose, recipient } = detail;
  return {
    event: eventNames[purpose],
    at: new Date(issuedAt),
    context,
    roles,
    serial,
    ...(reason ? { reason } : {}),
    ...(purpose === "session" ? { session: recipient } : {}),
    detail,
  };
}

const eventNames: Readonly<Record<LedgerEntry["purpose"], AuditEventName>> = {
  session: "issue",
  context: "issue",
  file: "issue",
  automation: "issue",
  store: "issue",
  handover: "handover.give",
  cluster: "issue",
  exported: "export",
  replaced: "replace",
  removed: "remove",
};

/** What a note is called in the ledger whose facts are all in the event's detail. */
const noteNames: Readonly<Record<string, string>> = {
  undelivered: "undelivered",
  "handover.receipt": "accepted",
  rename: "renamed",
  restore: "restored",
};

const entryEvents: ReadonlySet<string> = new Set(Object.values(eventNames));

/** The events of which `ledger` and `blast-radius` are a view. */
export const ledgerEvents: ReadonlySet<string> = new Set([
  ...entryEvents,
  ...Object.keys(noteNames),
  "consent.answered",
  "context.put-back",
]);

/** The line of the ledger that an event is; null: it is none, or another release's. */
export function ledgerLineOf(line: AuditLine): LedgerLine | null {
  const { event, time: at, context, roles, serial, reason, process } = line;
  const detail = line.detail ?? {};
  const said = reason === undefined ? {} : { reason };
  const note = noteNames[event];
  if (note !== undefined) return readLedgerValue({ note, at, ...detail });
  if (event === "context.put-back") {
    const { fingerprints } = detail;
    return readLedgerValue({ note: "put-back", at, fingerprints });
  }
  const about = { context, roles, ...said };
  if (entryEvents.has(event))
    return readLedgerValue({ issuedAt: at, ...about, serial, ...detail });
  if (event !== "consent.answered") return null;
  const { chain, cwd, ...rest } = detail;
  const who = { ...process, chain, cwd };
  return readLedgerValue({
    note: "asked",
    at,
    ...about,
    ...rest,
    process: who,
  });
}
