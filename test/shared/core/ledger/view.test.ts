import { describe, expect, test } from "vitest";
import {
  readLedger,
  writeLine,
  type LedgerEntry,
} from "../../../../shared/core/ledger/entry.ts";
import {
  eventOfLedger,
  ledgerLineOf,
} from "../../../../shared/core/audit/ledger-events.ts";
import { nameNow } from "../../../../shared/core/ledger/current-name.ts";
import {
  searchLedger,
  viewLedger,
} from "../../../../shared/core/ledger/view.ts";

const entry: LedgerEntry = {
  issuedAt: "2026-01-01T00:00:00.000Z",
  context: "prod",
  roles: ["os:reader"],
  serial: "0ADA",
  fingerprint: `1ada${"0".repeat(60)}`,
  authority: null,
  notBefore: "2026-01-01T00:00:00.000Z",
  notAfter: "2026-02-01T00:00:00.000Z",
  via: "authority",
  purpose: "file",
  recipient: "Bob",
};
const now = new Date("2026-01-15T00:00:00Z");
const at = "2026-01-10T00:00:00.000Z";

describe("the ledger's text", () => {
  test("is read without torn and foreign lines, newest first", () => {
    const other = { ...entry, recipient: "Ada" };
    const whole = writeLine(entry) + writeLine(other);
    const text = `${whole}{"note":"unheard-of"}\n${whole.slice(0, 40)}`;
    const { entries, unreadable } = readLedger(text);
    expect(entries).toEqual([other, entry]);
    expect(unreadable).toBe(2);
  });

  test("a removal whose context was put back later says so, and one that came after does not", () => {
    const removed = {
      ...entry,
      purpose: "removed",
      recipient: "prod",
    } as const;
    const fingerprints = [entry.fingerprint];
    const note = { note: "put-back", at, fingerprints } as const;
    const later = { ...removed, issuedAt: "2026-01-12T00:00:00.000Z" };
    const text = [removed, note, later].map(writeLine).join("");
    const { entries } = readLedger(text);
    expect(entries).toEqual([later, { ...removed, isPutBack: true }]);
    // As it stands in the audit log.
    const { event, detail } = eventOfLedger(note);
    const line = {
      event,
      detail: { count: 1, ...detail },
      time: at,
      n: 1,
      prev: "",
      seal: null,
    };
    expect(ledgerLineOf(line)).toEqual(note);
    // An earlier release did not say which.
    const unsaid = `${writeLine(removed)}{"note":"put-back","at":"${at}"}\n`;
    expect(readLedger(unsaid)).toMatchObject({ entries: [removed], unreadable: 0 }); // prettier-ignore
  });

  test("a note says of an earlier line that it reached nobody", () => {
    const { fingerprint } = entry;
    const note = { note: "undelivered", at, fingerprint } as const;
    const text = writeLine(entry) + writeLine(note);
    const [view] = viewLedger(readLedger(text), [], [], now);
    expect(view).toMatchObject({ isUndelivered: true, isValid: false });
    const [before] = viewLedger(readLedger(writeLine(entry)), [], [], now);
    expect(before).toMatchObject({ isUndelivered: false, isValid: true });
  });

  test("a note of one line leaves the others of the certificate", () => {
    const { fingerprint } = entry;
    const copy = { ...entry, issuedAt: at, purpose: "exported" } as const;
    const note = {
      note: "undelivered",
      at,
      fingerprint,
      issuedAt: at,
    } as const;
    const text = writeLine(entry) + writeLine(copy) + writeLine(note);
    const [exported, first] = viewLedger(readLedger(text), [], [], now);
    expect(exported).toMatchObject({ isUndelivered: true, isValid: false });
    expect(first).toMatchObject({ isUndelivered: false, isValid: true });
  });

  test("a note says which name a context has now", () => {
    const note = { note: "renamed", at, from: "prod", to: "fra" } as const;
    const { renamings } = readLedger(writeLine(entry) + writeLine(note));
    expect(nameNow(renamings, "prod", entry.issuedAt)).toBe("fra");
    expect(nameNow(renamings, "prod", now.toISOString())).toBe("prod");
    expect(nameNow(renamings, "lab", entry.issuedAt)).toBe("lab");
  });
});

test.each([
  ["bob reader", 1],
  ["0ada", 1],
  ["1ADA", 1],
  ["ada", 0],
  ["bob admin", 0],
  ["", 1],
])("a search for %j finds %d", (search, count) => {
  const views = viewLedger(readLedger(writeLine(entry)), [], [], now);
  expect(searchLedger(views, search)).toHaveLength(count);
});
