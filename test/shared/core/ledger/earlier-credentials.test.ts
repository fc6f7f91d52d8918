import { expect, test } from "vitest";
import { earlierCredentials } from "../../../../shared/core/ledger/earlier-credentials.ts";
import { readLedger, writeLine, type LedgerEntry } from "../../../../shared/core/ledger/entry.ts"; // prettier-ignore

const day = (number: number) => `2026-01-${String(number).padStart(2, "0")}T00:00:00.000Z`; // prettier-ignore

/** Issued for prod on that day, by the CA of a cluster. */
function issued(on: number, authority: string): LedgerEntry {
  return {
    issuedAt: day(on),
    context: "prod",
    roles: ["os:admin"],
    serial: "0A",
    fingerprint: String(on).padStart(64, "0"),
    authority: authority.repeat(64),
    notBefore: day(on),
    notAfter: day(31),
    via: "authority",
    purpose: "context",
    recipient: "prod",
  };
}

test("a credential was replaced by the next of its own cluster, and not by one of another that got its name", () => {
  const lines = [issued(1, "a"), issued(2, "a"), issued(3, "b"), issued(4, "b")]; // prettier-ignore
  const found = earlierCredentials(readLedger(lines.map(writeLine).join("")));
  expect(lines.map(({ fingerprint }) => found.get(fingerprint)?.replacedAt)).toEqual([day(2), null, day(4), null]); // prettier-ignore
});
