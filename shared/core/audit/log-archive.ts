import * as v from "valibot";
import { ledgerLineOf, ledgerEvents } from "./ledger-events.ts";
import type { LedgerLine } from "../ledger/entry.ts";
import type { AuditEvent } from "./event.ts";
import { extendLog, type Extended, type LogState } from "./log-state.ts";
import {
  auditFormat,
  eventOfLine,
  readAuditLine,
  type AuditLine,
} from "./line.ts";
import { readSealStart, sealStartOf, type SealStart } from "./seal.ts";

const place = v.pipe(v.number(), v.integer(), v.minValue(1));
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));

const archiveSchema = v.object({
  format: v.number(),
  /** Numbers of the first and the last line that were moved out. */
  first: place,
  last: place,
  /** Of the file that they are in, and of the folder that it was to go to, absolute. */
  name: v.string(),
  folder: v.string(),
  /** What the log's first line said of the files of former releases. */
  earlier: v.array(v.object({ name: v.string(), sha256 })),
  /** As `log.accept` had it. */
  accepted: v.optional(v.nullable(v.object({ line: place, kept: place }))),
  /** Where the chain of keys that goes on began. */
  seal: v.optional(v.nullable(v.object({ n: place, prev: sha256, start: v.unknown() }))), // prettier-ignore
});

/** A file of a former release whose lines the first line of the log stands for. */
export interface EarlierFile {
  readonly name: string;
  readonly sha256: string;
}

/** A line `log.archive`, as the first one of a log: what is to be known of the lines that are not in it. */
export interface Archive {
  /** Newer than this release's: the log is another release's. */
  readonly format: number;
  readonly first: number;
  readonly last: number;
  /** Of the last line: with it all of them are fixed. */
  readonly hash: string;
  readonly name: string;
  readonly folder: string;
  readonly earlier: readonly EarlierFile[];
  readonly accepted: { readonly line: number; readonly kept: number } | null;
  readonly seal: ArchivedSeal | null;
}

interface ArchivedSeal {
  readonly n: number;
  readonly prev: string;
  readonly start: SealStart;
}

/** Null where the line says nothing of an archive. */
export function archiveOf({
  event,
  detail,
  prev,
  n,
}: AuditLine): Archive | null {
  if (event !== "log.archive") return null;
  const read = v.safeParse(archiveSchema, detail);
  if (!read.success || read.output.last !== n - 1) return null;
  const { seal, accepted = null, ...rest } = read.output;
  const start = seal ? readSealStart(seal.start) : null;
  return {
    ...rest,
    accepted,
    hash: prev,
    seal: seal && start ? { n: seal.n, prev: seal.prev, start } : null,
  };
}

function archiveName(first: number, last: number): string {
  return `audit-${String(first)}-${String(last)}.jsonl`;
}

/** Of these lines a log that begins anew has to know: none else is read. */
const lookedAt: ReadonlySet<string> = new Set([
  ...[...ledgerEvents].filter((event) => event !== "consent.answered"),
  "session.end",
  "log.start",
  "log.archive",
  "log.seal",
  "log.accept",
]);

/** A line that may have to be taken over, and what of the ledger it is; null: the end of a session. */
interface Kept {
  readonly line: AuditLine;
  readonly ledger: LedgerLine | null;
}

/**
 * Goes through the lines of a log before they are archived, and keeps what the next one has to know: certificates that Talos still
 * accepts, with what became of them, where its seals began, and what its first line said.
 */
export class ArchiveScan {
  readonly #now: Date;
  readonly #kept: Kept[] = [];
  readonly #sessions = new Set<string>();
  #bytes = 0;
  #first: number | null = null;
  #earlier: readonly EarlierFile[] = [];
  #accepted: Archive["accepted"] = null;
  #seal: ArchivedSeal | null = null;

  constructor(now: Date) {
    this.#now = now;
  }

  /** How much is kept. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Lines in their order, without line feeds. */
  take(bytes: Uint8Array): void {
    const event = eventOfLine(bytes);
    if (event === null || !lookedAt.has(event)) return;
    const line = readAuditLine(bytes);
    if (line === null) return;
    this.#first ??= line.n;
    if (event.startsWith("log.")) this.#takeOwn(line);
    else if (this.#isToBeKept(line)) this.#bytes += bytes.length;
  }

  #takeOwn(line: AuditLine): void {
    const archive = archiveOf(line);
    const start = sealStartOf(line);
    if (archive) {
      this.#earlier = archive.earlier;
      this.#accepted = archive.accepted;
      this.#seal = archive.seal;
    } else if (start) {
      this.#seal = { n: line.n, prev: line.prev, start };
    } else if (line.event === "log.start") {
      this.#earlier = earlierOf(line.detail?.["earlier"]);
    } else {
      this.#accepted = acceptedBy(line) ?? this.#accepted;
    }
  }

  #isToBeKept(line: AuditLine): boolean {
    const ledger = ledgerLineOf(line);
    if (line.event === "session.end") {
      if (!this.#sessions.has(line.session ?? "")) return false;
    } else if (ledger === null) return false;
    else if (!("note" in ledger)) {
      if (Date.parse(ledger.notAfter) <= this.#now.getTime()) return false;
      if (ledger.purpose === "session") this.#sessions.add(ledger.recipient);
    }
    this.#kept.push({ line, ledger });
    return true;
  }

  /** Events that the next log repeats, in their order. */
  carried(): readonly AuditEvent[] {
    const entries = this.#kept.flatMap(({ ledger }) =>
      ledger && !("note" in ledger) ? [ledger] : [],
    );
    const prints = new Set(entries.map(({ fingerprint }) => fingerprint));
    const oldest = Math.min(...entries.map((one) => Date.parse(one.issuedAt)));
    // What the files of former releases tell of stays, and so does what became of it.
    const isAll = this.#earlier.length > 0;
    const isWanted = (ledger: LedgerLine | null): boolean => {
      if (ledger === null || isAll || !("note" in ledger)) return true;
      if ("fingerprint" in ledger) return prints.has(ledger.fingerprint);
      return ledger.note === "restored" || Date.parse(ledger.at) >= oldest;
    };
    return this.#kept.flatMap(({ line, ledger }) =>
      isWanted(ledger) ? [repeated(line)] : [],
    );
  }

  /**
   * What the file of the lines up to `state` is called, and the lines with which the log goes on after them; null: as many lines would
   * go on as are there.
   * @param folder where that file is to go
   */
  beginAnew(
    state: LogState,
    folder: string,
    now: Date,
  ): { readonly part: string; readonly lines: Extended } | null {
    const first = this.#first ?? 1;
    const part = archiveName(first, state.n);
    const detail = {
      format: auditFormat,
      first,
      last: state.n,
      name: part,
      folder,
      earlier: this.#earlier,
      accepted: this.#accepted,
      seal: state.seal && this.#seal,
    };
    const archive = { event: "log.archive", detail } as const;
    const events = [archive, ...this.carried()];
    const lines = extendLog({ ...state, bytes: 0 }, events, now);
    const isLess =
      events.length <= state.n - first && lines.bytes.length < state.bytes;
    return isLess ? { part, lines } : null;
  }
}

function repeated({ n, time, ...line }: AuditLine): AuditEvent {
  const { prev: _prev, seal: _seal, event, ...facts } = line;
  return { ...facts, event: event as AuditEvent["event"], at: new Date(time), carried: n }; // prettier-ignore
}

/** By which line a person took the log in place of another one; null: not by this one. */
export function acceptedBy({
  event,
  n,
  detail,
}: AuditLine): Archive["accepted"] {
  if (event !== "log.accept") return null;
  const { n: kept } = (detail?.["kept"] ?? {}) as { readonly n?: unknown };
  return Number.isSafeInteger(kept) ? { line: n, kept: Number(kept) } : null;
}

/** Files of former releases, as the log's first line has them. */
export function earlierOf(given: unknown): readonly EarlierFile[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((one: unknown) => {
    const read = v.safeParse(archiveSchema.entries.earlier.item, one);
    return read.success ? [read.output] : [];
  });
}
