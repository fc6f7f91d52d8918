import type { AuditEvent } from "../audit/event.ts";
import type { AuditHead } from "../audit/head.ts";
import type { Extended, LogState } from "../audit/log-state.ts";
import type { Result } from "../result.ts";
import type { Ledger } from "./ledger.ts";

/** `unseen`: it would be in an archive that is not where it went. */
export type LineFound = "there" | "gone" | "unseen";

/** The audit log of a vault: what happened, each line after the one before it. */
export interface Audit {
  /**
   * Durable when it resolves: what could not be written down is not done. All events or none. Errors: `disk-full`,
   * `file-failed`, `file-unsafe`, `vault-busy`, `vault-too-new`.
   */
  record(...events: readonly AuditEvent[]): Promise<Result<void>>;
  /** The last line; null: there is none. */
  head(): Promise<AuditHead | null>;
  /** Whether the log, or an archive of it, has this very line. Errors: those of the disk. */
  find(head: AuditHead): Promise<Result<LineFound>>;
  /** For whom the lines are sealed that are written now; null: for nobody yet. */
  sealed(): Promise<Omit<NonNullable<LogState["seal"]>, "key"> | null>;
  /** Writes lines that depend on their place. Errors: as for `record`. */
  extend(make: (state: LogState, now: Date) => Extended): Promise<Result<void>>;
}

/** The log and the ledger, which is a view of it. */
export type AuditedLedger = Audit & Ledger;
