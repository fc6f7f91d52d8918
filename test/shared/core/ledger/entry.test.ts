import * as fc from "fast-check";
import { expect, test } from "vitest";
import {
  readLedger,
  writeLine,
  type LedgerEntry,
} from "../../../../shared/core/ledger/entry.ts";

const entry: LedgerEntry = {
  issuedAt: "2026-11-24T12:00:00.000Z",
  context: "prod",
  roles: ["os:reader"],
  serial: "0A",
  fingerprint: "ab".repeat(32),
  authority: "cd".repeat(32),
  notBefore: "2026-11-24T12:00:00.000Z",
  notAfter: "2026-11-24T13:00:00.000Z",
  via: "authority",
  purpose: "session",
  recipient: "3f0c91ab",
};

test("what is written is read again, newest first", () => {
  const other = { ...entry, context: "lab\n{}", reason: "why \u0000 ä" };
  expect(readLedger(writeLine(entry) + writeLine(other))).toEqual({
    entries: [other, entry],
    renamings: [],
    accepted: [],
    asked: [],
    unreadable: 0,
  });
});

test("a torn line costs that line alone", () => {
  const line = writeLine(entry);
  fc.assert(
    fc.property(fc.nat(line.length - 3), (cut) => {
      const text = `${line}${line.slice(0, cut + 1)}\n${line}`;
      expect(readLedger(text)).toEqual({
        entries: [entry, entry],
        renamings: [],
        accepted: [],
        asked: [],
        unreadable: 1,
      });
    }),
  );
});

test("whatever is changed, every entry that is read can be shown", () => {
  const line = writeLine(entry);
  const change = fc.tuple(fc.nat(line.length - 1), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(fc.array(change, { maxLength: 3 }), (all) => {
      let text = line;
      for (const [at, what] of all)
        text = text.slice(0, at) + what + text.slice(at + 1);
      for (const one of readLedger(text).entries)
        for (const moment of [one.issuedAt, one.notBefore, one.notAfter])
          expect(new Date(moment).toISOString()).toMatch(/Z$/);
    }),
    { numRuns: 5000 },
  );
});
