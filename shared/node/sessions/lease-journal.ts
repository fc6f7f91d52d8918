import { existsSync, readdirSync, unlinkSync } from "node:fs";
import { join } from "node:path";
import { failure, success, type Result } from "../../core/result.ts";
import {
  leaseId,
  readLease,
  writeLease,
  type Lease,
} from "../../core/sessions/lease.ts";
import { fileError } from "../files/file-error.ts";
import { removeLeftovers, writeAtomicallySync } from "../files/atomic-file.ts";
import { readOwnSync } from "../files/own-file.ts";
import { ensurePrivateFolder } from "../files/private-folder.ts";
import { sessionEnd, sessionEvent } from "../../core/audit/session-events.ts";
import type { PastSession } from "../../core/sessions/history.ts";
import { AuditLog } from "../audit/audit-log.ts";
import { readSessionHistory } from "../audit/session-history.ts";
import { limits } from "../../core/limits.ts";

const largestLease = limits.lease.most;
/** A lease is written in a moment; what is older was left by a killed process. */
const leftoverMs = 60 * 60 * 1000;

/** The leases on disk, `<vault home>/sessions/<id>.json`. Calls are synchronous: they belong before and after everything else. */
export class LeaseJournal {
  readonly #folder: string;
  /** Absolute path of the vault's folder. */
  readonly home: string;
  readonly #audit: AuditLog;

  constructor(home: string) {
    this.home = home;
    this.#folder = join(home, "sessions");
    this.#audit = new AuditLog(home);
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
  past(): readonly PastSession[] {
    return readSessionHistory(this.home);
  }

  /** Writes a lease so that it survives a crash of the machine. Errors: those of the disk. */
  record(lease: Lease): Result<void> {
    const safe = ensurePrivateFolder(this.#folder);
    if (!safe.ok) return safe;
    const path = this.#path(lease.id);
    try {
      writeAtomicallySync(path, writeLease(lease));
      return success(undefined);
    } catch (error) {
      return failure(fileError(error, "write", path));
    }
  }

  /** Writes what became of a lease, unless it was removed meanwhile. */
  update(lease: Lease): void {
    if (existsSync(this.#path(lease.id))) this.record(lease);
  }

  /** The folder of the leases, made when it is not there, to watch it. */
  folder(): Result<string> {
    const safe = ensurePrivateFolder(this.#folder);
    return safe.ok ? success(this.#folder) : safe;
  }

  /** Leases that can be read; what is not ours is left alone. */
  list(): readonly Lease[] {
    removeLeftovers(this.#folder, () => true, leftoverMs);
    return this.#names().flatMap((name) => {
      const lease = this.#read(join(this.#folder, name));
      return lease && `${lease.id}.json` === name ? [lease] : [];
    });
  }

  read(id: string): Lease | null {
    return leaseId.test(id) ? this.#read(this.#path(id)) : null;
  }

  remove(id: string): void {
    removeQuietly(this.#path(id));
  }

  /** The session is over and nothing of it is left: that is in the audit log, and its lease goes. */
  finish(lease: Lease, endedAt: Date): void {
    // On a full disk, or with a log that is none of ours, the session's end matters more.
    this.#audit.note(sessionEnd(lease, endedAt));
    this.remove(lease.id);
  }

  #path(id: string): string {
    return join(this.#folder, `${id}.json`);
  }

  #names(): readonly string[] {
    try {
      return readdirSync(this.#folder).filter((name) => name.endsWith(".json"));
    } catch {
      return [];
    }
  }

  #read(path: string): Lease | null {
    try {
      return readLease(readOwnSync(path, largestLease) ?? "");
    } catch {
      return null;
    }
  }
}

function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // It is gone, which is what was wanted.
  }
}
