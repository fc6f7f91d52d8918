import type { AuditEvent } from "../../shared/core/audit/event.ts";
import {
  emptyLog,
  extendLog,
  type LogState,
} from "../../shared/core/audit/log-state.ts";
import {
  readLedger,
  writeLine,
  type LedgerText,
} from "../../shared/core/ledger/entry.ts";
import type { AuditedLedger } from "../../shared/core/ports/audit.ts";
import { success } from "../../shared/core/result.ts";

/** The text of a ledger in memory, and the other events beside it; writing can be made to fail. */
export class MemoryLedger implements AuditedLedger {
  text = "";
  events: readonly AuditEvent[] = [];
  failure: Awaited<ReturnType<AuditedLedger["append"]>> | null = null;
  #state: LogState = emptyLog;

  readonly append: AuditedLedger["append"] = async (...lines) => {
    if (this.failure) return this.failure;
    this.text += lines.map(writeLine).join("");
    return success(undefined);
  };

  readonly record: AuditedLedger["record"] = async (...events) => {
    if (this.failure) return this.failure;
    this.events = [...this.events, ...events];
    this.#state = extendLog(this.#state, events, new Date()).state;
    return success(undefined);
  };

  readonly read: AuditedLedger["read"] = async () => success(this.now());

  readonly head: AuditedLedger["head"] = async () => {
    const { n, hash } = this.#state;
    return n === 0 ? null : { n, hash };
  };

  readonly sealed: AuditedLedger["sealed"] = async () => this.#state.seal;

  readonly extend: AuditedLedger["extend"] = async (make) => {
    if (this.failure) return this.failure;
    this.#state = make(this.#state, new Date()).state;
    return success(undefined);
  };

  now(): LedgerText {
    return readLedger(this.text);
  }
}
