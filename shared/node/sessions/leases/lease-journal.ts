import { success, type Result } from "../../../core/result.ts";
import type { Lease } from "../../../core/sessions/lease.ts";
import {
  sessionEnd,
  sessionEvent,
} from "../../../core/audit/session-events.ts";
import type { PastSession } from "../../../core/sessions/history.ts";
import { AuditLog } from "../../audit/audit-log.ts";
import type { LogFollower } from "../../audit/log-follower.ts";
import { SessionHistory } from "../../audit/session-history.ts";
import { LeaseFiles } from "./lease-files.ts";

/** The leases on disk, and what the audit log is told of them. */
export class LeaseJournal extends LeaseFiles {
  readonly #audit: AuditLog;
  readonly #history: SessionHistory;

  /** @param reading who reads the log for others, too */
  constructor(home: string, reading?: LogFollower) {
    super(home);
    this.#audit = new AuditLog(home);
    this.#history = new SessionHistory(home, reading);
  }

  /**
   * A session begins: its lease is written, and that it begins is in the audit log. Errors: those of the disk and of the
   * log; then there is no lease.
   */
  begin(lease: Lease): Result<void> {
    const recorded = this.record(lease);
    if (!recorded.ok) return recorded;
    const told = this.tell("session.start", lease);
    if (!told.ok) this.remove(lease.id);
    return told;
  }

  /** What becomes of a running session, in the audit log, before it does. Errors: those of the log. */
  tell(
    event: "session.start" | "session.extend" | "session.repoint",
    lease: Lease,
  ): Result<void> {
    const told = this.#audit.record(sessionEvent(event, lease));
    return told.ok ? success(undefined) : told;
  }

  /** Sessions that are over, newest first. */
  past(): Promise<readonly PastSession[]> {
    return this.#history.read();
  }

  /** The session is over and nothing of it is left: that is in the audit log, and its lease goes. */
  finish(lease: Lease, endedAt: Date): void {
    // On a full disk, or with a log that is none of ours, the session's end matters more.
    this.#audit.note(sessionEnd(lease, endedAt));
    this.remove(lease.id);
  }
}
