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
import {
  auditFormat,
  readAuditLine,
  wholeLines,
} from "../../shared/core/audit/line.ts";
import { isFound, type AuditSearch } from "../../shared/core/audit/search.ts";
import { AuditVerifier } from "../../shared/core/audit/verify.ts";
import { joined } from "../../shared/core/bytes.ts";
import type { AuditReader } from "../../shared/core/ports/audit-reader.ts";
import type { AuditedLedger } from "../../shared/core/ports/audit.ts";
import { vaultError } from "../../shared/core/errors.ts";
import { failure, success } from "../../shared/core/result.ts";

/** The text of a ledger in memory, and the other events beside it; writing can be made to fail. */
export class MemoryLedger implements AuditedLedger {
  text = "";
  events: readonly AuditEvent[] = [];
  failure: Awaited<ReturnType<AuditedLedger["append"]>> | null = null;
  #state: LogState = emptyLog;
  /** Hashes of lines that were the last one. */
  #hashes: ReadonlySet<string> = new Set();
  /** What is said of a line that it lacks. */
  lacking: "gone" | "unseen" = "gone";
  /** All lines, as they are written. */
  #bytes: Uint8Array = new Uint8Array();

  /** Of the events that another one has, and of its ledger. */
  takeOver(other: MemoryLedger): void {
    this.text = other.text;
    this.events = other.events;
    this.#state = other.#state;
    this.#hashes = other.#hashes;
    this.#bytes = other.#bytes;
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
    this.#begin();
    this.#goOn(extendLog(this.#state, events, new Date()));
    return success(undefined);
  };

  readonly read: AuditedLedger["read"] = async () => success(this.now());

  readonly head: AuditedLedger["head"] = async () => {
    const { n, hash } = this.#state;
    return n === 0 ? null : { n, hash };
  };

  readonly find: AuditedLedger["find"] = async ({ hash }) =>
    success(this.#hashes.has(hash) ? "there" : this.lacking);

  readonly sealed: AuditedLedger["sealed"] = async () => this.#state.seal;

  readonly extend: AuditedLedger["extend"] = async (make) => {
    if (this.failure) return this.failure;
    this.#begin();
    this.#goOn(make(this.#state, new Date()));
    return success(undefined);
  };

  /** As a log of the disk does. */
  #begin(): void {
    if (this.#state.n > 0) return;
    const detail = { format: auditFormat };
    this.#goOn(extendLog(this.#state, [{ event: "log.start", detail }], new Date())); // prettier-ignore
  }

  #goOn({ state, bytes }: Extended): void {
    this.#state = state;
    this.#bytes = joined([this.#bytes, bytes]);
    this.#hashes = new Set([...this.#hashes, state.hash]);
  }

  /** The log as a window reads it; `spoil` changes what it reads. */
  readonly reader: AuditReader = {
    page: async (search) => {
      const lines = this.lines()
        .map((bytes, at) => ({ at, line: readAuditLine(bytes) }))
        .filter(({ line }) => line === null || isFound(line, search))
        .map(({ at, line }) => ({
          line,
          place: { file: "audit.jsonl", at, n: line?.n ?? null },
        }));
      return success({ lines: lines.toReversed(), older: null, isNewest: true }); // prettier-ignore
    },
    found: (search) => this.#found(search),
    verify: async (options, watch, archive = null) => {
      this.archivesAsked.push(archive);
      if (archive !== null && archive === this.movedArchive)
        return failure(vaultError("file-missing", "It is not there.", ""));
      const verifier = new AuditVerifier(options);
      await verifier.take(this.lines());
      watch?.onProgress?.(1);
      return success({
        ...verifier.end(),
        archives: [],
        brokenArchive: null,
      });
    },
    first: async () => success(this.#state.n === 0 ? null : 1),
  };
  /** Where a person said that archives are, for each time that it was verified. */
  readonly archivesAsked: (string | null)[] = [];
  /** An archive that is not there any more. */
  movedArchive: string | null = null;
  spoil: (line: Uint8Array) => Uint8Array = (line) => line;

  lines(): readonly Uint8Array[] {
    return wholeLines(this.#bytes).lines.map((line) => this.spoil(line));
  }

  async *#found(search: AuditSearch) {
    yield this.lines()
      .map(readAuditLine)
      .filter((line) => line !== null)
      .filter((line) => isFound(line, search));
  }

  now(): LedgerText {
    return readLedger(this.text);
  }
}
