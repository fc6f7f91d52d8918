import { expect, test } from "vitest";
import type { LedgerView } from "../../../../../shared/core/ledger/view.ts";
import {
  filterLedger,
  type LedgerFilter,
} from "../../../../../shared/core/usecases/ledger/filter-ledger.ts";

const now = new Date("2026-01-29T00:00:00Z");
const entry: LedgerView = {
  issuedAt: "2026-01-01T00:00:00.000Z",
  context: "prod",
  nameNow: "prod",
  roles: ["os:reader"],
  serial: "0ADA",
  fingerprint: "1".repeat(64),
  authority: "a".repeat(64),
  notBefore: "2026-01-01T00:00:00.000Z",
  notAfter: "2026-02-01T00:00:00.000Z",
  via: "authority",
  purpose: "file",
  recipient: "soon",
  isValid: true,
  isUndelivered: false,
  isPutBack: false,
  session: null,
  endedAt: null,
};
const entries: readonly LedgerView[] = [
  entry,
  { ...entry, recipient: "later", notAfter: "2027-01-01T00:00:00.000Z" },
  { ...entry, recipient: "over", isValid: false },
  { ...entry, recipient: "admin", roles: ["os:admin", "os:etcd:backup"] },
  { ...entry, recipient: "lab", context: "prod", nameNow: "lab" },
  { ...entry, recipient: "elsewhere", authority: null },
];
const everything: LedgerFilter = {
  isValid: false,
  isEnding: false,
  role: "",
  authority: "",
  contexts: null,
};

test.each([
  [{}, "soon later over admin lab elsewhere"],
  [{ isValid: true }, "soon later admin lab elsewhere"],
  // What has ended is not to be renewed any more.
  [{ isEnding: true }, "soon admin lab elsewhere"],
  [{ role: "os:etcd:backup" }, "admin"],
  [{ authority: "a".repeat(64) }, "soon later over admin lab"],
  // By the name that the context has now.
  [{ contexts: new Set(["lab"]) }, "lab"],
  [{ role: "os:reader", isEnding: true, contexts: new Set(["prod"]) }, "soon elsewhere"],
])("credentials narrowed by %j: %s", (filter, found) => {
  const wanted = filterLedger(entries, { ...everything, ...filter }, now);
  expect(wanted.map(({ recipient }) => recipient).join(" ")).toBe(found);
}); // prettier-ignore
