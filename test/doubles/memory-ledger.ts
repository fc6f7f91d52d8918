import type { AuditEvent } from "../../shared/core/audit/event.ts";
import {
  emptyLog,
  extendLog,
  type Extended,
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
  /** Hashes of lines that were the last one. */
  #hashes: ReadonlySet<string> = new Set();

  /** Of the events that another one has, and of its ledger. */
  takeOver(other: MemoryLedger): void {
    this.text = other.text;
    this.events = other.events;
    this.#state = other.#state;
    this.#hashes = other.#hashes;
  }

  /** As somebody does who removes the files. */
  lose(): void {
    this.takeOver(new MemoryLedger());
  }

  readonly append: AuditedLedger["append"] = async (...lines) => {
    if (this.failure) return this.failure;
    this.text += lines.map(writeLine).join("");
    return success(undefined);
  };

  readonly record: AuditedLedger["record"] = async (...events) => {
    if (this.failure) return this.failure;
    this.events = [...this.events, ...events];
    this.#goOn(extendLog(this.#state, events, new Date()));
    return success(undefined);
  };

  readonly read: AuditedLedger["read"] = async () => success(this.now());

  readonly head: AuditedLedger["head"] = async () => {
    const { n, hash } = this.#state;
    return n === 0 ? null : { n, hash };
  };

  readonly has: AuditedLedger["has"] = async ({ hash }) =>
    success(this.#hashes.has(hash));

  readonly sealed: AuditedLedger["sealed"] = async () => this.#state.seal;

  readonly extend: AuditedLedger["extend"] = async (make) => {
    if (this.failure) return this.failure;
    this.#goOn(make(this.#state, new Date()));
    return success(undefined);
  };

  #goOn({ state }: Extended): void {
    this.#state = state;
    this.#hashes = new Set([...this.#hashes, state.hash]);
  }

  now(): LedgerText {
    return readLedger(this.text);
  }
}
