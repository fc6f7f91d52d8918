// The ledger as a view of the audit log, and of the file that releases before it wrote.
// Keep: No line is rewritten; it lies outside the vault so that a restore does not take it back
// (docs/decisions/0014, 0066).
import { join } from "node:path";
import type { AuditHead } from "../../core/audit/head.ts";
import { eventOfLedger } from "../../core/audit/ledger-events.ts";
import { ledgerOf } from "../../core/ledger/entry.ts";
import type { AuditedLedger } from "../../core/ports/audit.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { auditNames } from "../audit/audit-files.ts";
import { AuditLog } from "../audit/audit-log.ts";
import { findLine } from "../audit/find-line.ts";
import { LedgerLines } from "../audit/ledger-lines.ts";
import type { LogFollower } from "../audit/log-follower.ts";
import { fileError } from "../files/file-error.ts";

/**
 * The audit log in a vault's folder, and what of it is the ledger.
 * @param reading who reads the log for others, too
 */
export function ledgerFile(home: string, reading?: LogFollower): AuditedLedger {
  const log = new AuditLog(home);
  const issued = new LedgerLines(home, reading);
  return {
    append: async (...lines) => done(log.record(...lines.map(eventOfLedger))),
    record: async (...events) => done(log.record(...events)),
    extend: async (make) => done(log.extend(make)),
    head: async () => log.head(),
    find: async (head) => {
      try {
        return success(await findLine(home, head));
      } catch (error) {
        const path = join(home, auditNames.log);
        return failure(fileError(error, "read", path));
      }
    },
    sealed: async () => log.state()?.seal ?? null,
    read: async () => {
      try {
        return success(ledgerOf(await issued.read()));
      } catch (error) {
        const path = join(home, auditNames.log);
        return failure(fileError(error, "read", path));
      }
    },
  };
}

function done(written: Result<AuditHead>): Result<void> {
  return written.ok ? success(undefined) : written;
}
