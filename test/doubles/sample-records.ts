import type { LedgerEntry } from "../../shared/core/ledger/entry.ts";
import type { PastSession } from "../../shared/core/sessions/history.ts";

/** A session that ended. */
export const pastSession: PastSession = {
  id: "0123456789abcdef0123456789abcdef",
  context: "prod",
  roles: ["os:reader"],
  credential: "derived",
  delivery: "gateway",
  startedAt: "2026-01-01T00:00:00.000Z",
  endedAt: "2026-01-01T01:00:00.000Z",
};

/** What it had, as the ledger tells it. */
export const ledgerEntry: LedgerEntry = {
  issuedAt: "2026-01-01T00:00:00.000Z",
  context: "prod",
  roles: ["os:reader"],
  serial: "AB",
  fingerprint: "0".repeat(64),
  authority: null,
  notBefore: "2026-01-01T00:00:00.000Z",
  notAfter: "2026-01-01T01:00:00.000Z",
  via: "authority",
  purpose: "session",
  recipient: pastSession.id,
};
