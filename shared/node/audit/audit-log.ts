// `audit.jsonl` and what is kept to continue it; who reads them as events, as the ledger, as the history of sessions.
// Keep: One way to write, under the lock, fsynced before it returns; what cannot be written down does not happen
// (docs/decisions/0066).
import {
  fsyncSync,
  ftruncateSync,
  readSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { AuditEvent } from "../../core/audit/event.ts";
import type { AuditHead } from "../../core/audit/head.ts";
import {
  emptyLog,
  extendLog,
  readLogState,
  stateLength,
  writeLogState,
  type Extended,
  type LogState,
} from "../../core/audit/log-state.ts";
import { auditFormat } from "../../core/audit/line.ts";
import { vaultError } from "../../core/errors.ts";
import { failure, success, type Result } from "../../core/result.ts";
import {
  linkDurablySync,
  removeLeftovers,
  writeAtomicallySync,
} from "../files/atomic-file.ts";
import { fileError } from "../files/file-error.ts";
import {
  withFileLockSoon,
  withFileLockSync,
  type HeldLock,
} from "../files/file-lock.ts";
import {
  isSameOwn,
  judgeOwn,
  withOwnSync,
  writeAll,
} from "../files/own-file.ts";
import { auditNames, auditParts } from "./audit-files.ts";
import { earlierFiles } from "./earlier-files.ts";
import { repairLogEnd, stateFromEnd, type Settled } from "./repair-log-end.ts";

/** A line takes milliseconds: whoever has the lock for longer is stopped, or the disk is. */
const patience = { holderMs: 5000, totalMs: 15_000, pauseMs: 1 };
const guarded = "The audit log";
/** For what happens all the same: nothing else of this process goes on meanwhile. */
const brief = { holderMs: 200, totalMs: 1000, pauseMs: 1 };

/** Makes lines after those that there are. */
export type Extend = (state: LogState, now: Date) => Extended;

/** Makes the lines of a log that begins anew, and the name of the file that those before get; null: it goes on as it is. */
export type BeginAnew = (
  fd: number,
  state: LogState,
  now: Date,
) => Result<{ readonly part: string; readonly lines: Extended } | null>;

type UnderLock<T> = (fd: number, head: AuditHead, lock: HeldLock) => Result<T>;

/**
 * `<vault home>/audit.jsonl`: lines are appended and fsynced, by one process at a time. `audit.state` beside it has what the
 * next line needs: number, hash, and its key, which is written over with each line.
 */
export class AuditLog {
  readonly #home: string;
  readonly #now: () => Date;
  readonly #waiting: AuditEvent[] = [];
  #soon: Promise<Result<AuditHead>> | null = null;

  constructor(home: string, now: () => Date = () => new Date()) {
    this.#home = home;
    this.#now = now;
  }

  /**
   * All of the events, durable when it returns, or none. Gives the last line. Errors: `disk-full`, `file-failed`,
   * `file-unsafe`, `vault-busy`, `vault-too-new`.
   */
  record(...events: readonly AuditEvent[]): Result<AuditHead> {
    return this.extend((state, now) => extendLog(state, events, now));
  }

  /**
   * `record` for what comes in crowds, where others are served meanwhile: what is to be recorded within one turn of the event loop, and
   * while another process has the lock, is written and flushed together, once what else is ready in that turn was done.
   */
  async recordSoon(event: AuditEvent): Promise<Result<AuditHead>> {
    this.#waiting.push(event);
    this.#soon ??= this.#recordWaiting();
    return this.#soon;
  }

  async #recordWaiting(): Promise<Result<AuditHead>> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    let events: readonly AuditEvent[] = [];
    try {
      return await this.#lockedSoon((state, now) => {
        events = this.#takeWaiting();
        return extendLog(state, events, now);
      });
    } finally {
      // Where there was no lock they are not written, and it is said to each.
      if (events.length === 0) this.#takeWaiting();
    }
  }

  #takeWaiting(): readonly AuditEvent[] {
    this.#soon = null;
    return this.#waiting.splice(0);
  }

  /** `record` for what happens whether it is written down or not: whoever keeps the lock is waited for a moment alone. */
  note(event: AuditEvent): void {
    this.#locked((state, now) => extendLog(state, [event], now), brief, given);
  }

  /** `record` for lines that depend on their place. */
  extend(make: Extend): Result<AuditHead> {
    return this.#locked(make, patience, given);
  }

  /**
   * All lines get a file of their own beside the log, which goes on with those that `make` gives, `bytes` counted from 0. Killed at
   * any point, it is the old log or the new one. Errors: as for `record`, and those of `make`.
   * @param make is given the log as it is; null: nothing is done
   */
  beginAnew(make: BeginAnew): Result<AuditHead | null> {
    const repaired: Extend = (state, now) => extendLog(state, [], now);
    return this.#locked(repaired, patience, (fd, _, lock) =>
      this.#replace(fd, make, lock),
    );
  }

  #replace(
    fd: number,
    make: BeginAnew,
    lock: HeldLock,
  ): Result<AuditHead | null> {
    const path = this.#path;
    return withOwnSync(this.#statePath, "update", (stateFd) => {
      const state = readState(stateFd);
      if (state === "newer" || state === null) return failure(tooNew());
      const made = make(fd, state, this.#now());
      if (!made.ok) return made;
      if (made.value === null) return success(null);
      const { part, lines } = made.value;
      lock.assertOurs();
      // An older state would know nothing of lines that are not in the log any more.
      fsyncSync(stateFd);
      removeLeftovers(this.#home, (name) => name === auditNames.log);
      for (const one of auditParts(this.#home))
        if (isSameOwn(one, path)) unlinkSync(one);
      linkDurablySync(path, join(this.#home, part));
      writeAtomicallySync(path, lines.bytes);
      writeState(stateFd, lines.state);
      fsyncSync(stateFd);
      const { n, hash } = lines.state;
      return success({ n, hash });
    });
  }

  #locked<T>(
    make: Extend,
    waits: typeof patience,
    then: UnderLock<T>,
  ): Result<T> {
    try {
      this.#judge();
      const options = { patience: waits, guarded };
      return withFileLockSync(this.#lockPath, this.#extending(make, then), options); // prettier-ignore
    } catch (error) {
      return failure(fileError(error, "write", this.#path));
    }
  }

  async #lockedSoon(make: Extend): Promise<Result<AuditHead>> {
    try {
      this.#judge();
      const options = { patience, guarded };
      return await withFileLockSoon(this.#lockPath, this.#extending(make, given), options); // prettier-ignore
    } catch (error) {
      return failure(fileError(error, "write", this.#path));
    }
  }

  #extending<T>(make: Extend, then: UnderLock<T>) {
    return (lock: HeldLock): Result<T> =>
      withOwnSync(this.#path, "append", (fd, size) => {
        const written = this.#append(fd, size, make, lock);
        return written.ok ? then(fd, written.value, lock) : written;
      });
  }

  /** Neither is made where the other is none of ours. */
  #judge(): void {
    for (const one of [this.#path, this.#statePath]) judgeOwn(one);
  }

  /** The last line, also where nothing is kept to continue the log; null: there is none. */
  head(): AuditHead | null {
    const state = this.state() ?? this.#end();
    return state && { n: state.n, hash: state.hash };
  }

  /** As the file alone says it, without the lock. */
  #end(): LogState | null {
    try {
      const { state } = withOwnSync(this.#path, "read", stateFromEnd);
      return state.n === 0 ? null : state;
    } catch {
      return null;
    }
  }

  /** What the next line is written after, where that is known without the lock; null: there is no log yet. */
  state(): LogState | null {
    try {
      const read = withOwnSync(this.#statePath, "read", readState);
      return read === "newer" || read === null || read.n === 0 ? null : read;
    } catch {
      return null;
    }
  }

  get #path(): string {
    return join(this.#home, auditNames.log);
  }

  get #lockPath(): string {
    return join(this.#home, auditNames.lock);
  }

  get #statePath(): string {
    return join(this.#home, auditNames.state);
  }

  #append(
    fd: number,
    size: number,
    make: Extend,
    lock: HeldLock,
  ): Result<AuditHead> {
    return withOwnSync(this.#statePath, "update", (stateFd) => {
      const known = readState(stateFd);
      if (known === "newer") return failure(tooNew());
      const settled = this.#settle(fd, size, known);
      const now = this.#now();
      const begun = begin(settled, this.#home, now);
      const made = make(begun.state, now);
      // Whoever took it over has written after the same line.
      lock.assertOurs();
      appendWhole(fd, size, settled, [begun.bytes, made.bytes]);
      writeState(stateFd, made.state);
      if (isNewChain(settled.state, made.state)) fsyncSync(stateFd);
      const { n, hash } = made.state;
      return success({ n, hash });
    });
  }

  #settle(fd: number, size: number, known: LogState | null): Settled {
    if (known !== null) return repairLogEnd(fd, size, known);
    return size === 0
      ? { state: emptyLog, keep: 0, prefix: "", events: [] }
      : stateFromEnd(fd, size);
  }
}

function given(_fd: number, head: AuditHead): Result<AuditHead> {
  return success(head);
}

/** What has to stand before the events: how a log begins, or what was repaired. */
function begin({ state, events }: Settled, home: string, now: Date): Extended {
  // The files of before have tens of megabytes: they are read for the first line alone.
  if (state.n > 0) return extendLog(state, events, now);
  const start: AuditEvent = {
    event: "log.start",
    detail: { format: auditFormat, earlier: earlierFiles(home) },
  };
  return extendLog(state, [start, ...events], now);
}

/** A line that was written in part goes again: it tells of what did not happen. */
function appendWhole(
  fd: number,
  size: number,
  { keep, prefix }: Settled,
  lines: readonly Uint8Array[],
): void {
  if (keep < size) ftruncateSync(fd, keep);
  try {
    writeAll(fd, Buffer.concat([Buffer.from(prefix), ...lines]));
    fsyncSync(fd);
  } catch (error) {
    ftruncateSync(fd, keep);
    throw error;
  }
}

function readState(fd: number): LogState | "newer" | null {
  const bytes = Buffer.alloc(stateLength);
  const length = readSync(fd, bytes, 0, stateLength, 0);
  return readLogState(bytes.toString("utf8", 0, length));
}

/** Of a chain that has just begun the key is nowhere but there: lost, none of the lines since could be sealed. */
function isNewChain(before: LogState, { seal }: LogState): boolean {
  return (
    seal !== null &&
    (seal.recipient !== before.seal?.recipient ||
      seal.isProof !== before.seal.isProof)
  );
}

/**
 * Over the old one, so that its key is gone. Not synced: after a power cut an older one is found, from which the lines since
 * are followed.
 */
function writeState(fd: number, state: LogState): void {
  writeSync(fd, writeLogState(state), 0);
}

function tooNew() {
  return vaultError(
    "vault-too-new",
    "A newer release of Talos Vault writes the audit log of this vault.",
    "Install that release; nothing was done.",
  );
}
