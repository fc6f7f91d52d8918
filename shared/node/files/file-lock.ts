import {
  linkSync,
  lstatSync,
  readdirSync,
  renameSync,
  rmSync,
  unlinkSync,
} from "node:fs";
import { basename, dirname, join } from "node:path";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import { failure, type Result } from "../../core/result.ts";
import { claim, newUuid, temporaryFor } from "./atomic-file.ts";
import {
  readHolder,
  stateOf,
  thisProcess,
  type LockHolder,
} from "./lock-holder.ts";
import { FolderClock } from "./folder-clock.ts";
import { lockFileFor } from "./lock-again.ts";
import { LockQueue } from "./lock-queue.ts";
import { readOwnSync } from "./own-file.ts";
import { UnsafeFile } from "./unsafe-file.ts";

/** All in milliseconds. */
interface Patience {
  /** How long one holder may keep it. */
  readonly holderMs: number;
  /** How long we wait at all, while it goes from one to the next. */
  readonly totalMs: number;
  /** After this the person is told what is waited for. */
  readonly tellMs: number;
  /** A holder that cannot be seen from here is believed to live for so long after it took the lock. */
  readonly elsewhereMs: number;
  /** And at least for so long after its lock was first seen, whatever time it bears: clocks are set. Longer than a file stays that serves again and again. */
  readonly watchMs: number;
  /** The same for a lock with a time in the future, from when it was first seen. */
  readonly futureMs: number;
  /** The same for what names no holder. */
  readonly namelessMs: number;
  /** After so long the one in front looks again. */
  readonly pauseMs: number;
}

const usual: Patience = {
  holderMs: limits.lockHolderTime.most * 1000,
  totalMs: limits.lockWaitTime.most * 1000,
  tellMs: 1_000,
  elsewhereMs: limits.lockElsewhereTime.most * 1000,
  watchMs: 2_000,
  futureMs: limits.lockFutureTime.most * 1000,
  namelessMs: limits.lockNamelessTime.most * 1000,
  pauseMs: 8,
};
const longestPauseMs = 1_000;
const largest = limits.lockFile.most;
const leftoverMs = 60 * 60 * 1000;
/** Clocks of machines that share a folder differ by no more than this. */
const clockSkewMs = 5_000;

const usualGuarded = "The vault";

export interface LockOptions {
  /** What a person is told that another one is writing, at the beginning of a sentence. */
  readonly guarded?: string;
  /** Is told, once, what is waited for. */
  readonly onWait?: ((what: string) => void) | undefined;
  readonly patience?: Partial<Patience>;
}

/** While the lock is held. */
export interface HeldLock {
  /**
   * Throws `LostLock` where somebody took it for left over, because we stood still for long: to be asked before anything takes the place
   * of what is there, or is written after it. Not caught, it is the answer of whoever took the lock.
   */
  assertOurs(): void;
}

/** What was to be done under a lock, and was not, because another one has it by now. */
export class LostLock extends Error {
  readonly error: VaultError;

  /** @param guarded as in `LockOptions` */
  constructor(guarded: string) {
    super("the lock was lost");
    this.error = vaultError(
      "vault-busy",
      `${guarded} is locked by another talos-vault by now, because this one stood still for long. Nothing was changed.`,
      "Try again.",
    );
  }
}

/** A lock file as it was seen. */
interface Seen {
  /** Of this very file; another one has another. */
  readonly id: string;
  readonly writtenAt: number;
  readonly holder: LockHolder | null;
  /** When it was first seen, on the clock of `performance`. */
  readonly since: number;
}

/**
 * Runs `work` while this process alone holds the lock file. Those who wait get it in the order in which they came. A lock
 * whose holder is gone is taken over (docs/decisions/0032).
 * Errors: `vault-busy` when it is kept for long or was lost; those of `work`. Throws for an unwritable folder, and `UnsafeFile`
 * for a folder in the lock's place.
 */
export async function withFileLock<T>(
  path: string,
  work: (lock: HeldLock) => Promise<Result<T>>,
  options: LockOptions = {},
): Promise<Result<T>> {
  const nonce = newUuid();
  const claiming = () => claimFor(path, nonce);
  const refused = await taken(take(path, nonce, options, claiming));
  if (refused) return failure(refused);
  const isStillOurs = () => isOurs(path, nonce);
  try {
    removeLeftOvers(path);
    return await work(heldLock(isStillOurs, options));
  } catch (error) {
    return lost(error);
  } finally {
    if (isStillOurs()) removeLock(path);
  }
}

/**
 * `withFileLock` for what takes a moment, is done often, and where nothing can be waited for: at the end of a process. This
 * thread stands still while another one of ours has the lock.
 */
export function withFileLockSync<T>(
  path: string,
  work: (lock: HeldLock) => Result<T>,
  options: LockOptions = {},
): Result<T> {
  const often = new OftenTaken(path);
  const taking = often.take({ ...options, isStandingStill: true });
  let step = taking.next();
  while (step.done !== true) {
    Atomics.wait(stillness, 0, 0, step.value);
    step = taking.next();
  }
  return step.value ? failure(step.value) : often.hold(work, options);
}

/** `withFileLockSync` where this thread has others to serve: it stands still while it has the lock, and not while it waits for it. */
export async function withFileLockSoon<T>(
  path: string,
  work: (lock: HeldLock) => Result<T>,
  options: LockOptions = {},
): Promise<Result<T>> {
  const often = new OftenTaken(path);
  const refused = await taken(often.take(options));
  return refused ? failure(refused) : often.hold(work, options);
}

/** One time that a lock is taken which is taken often. */
class OftenTaken {
  readonly #path: string;
  readonly #again: ReturnType<typeof lockFileFor>;
  readonly #nonce: string;

  constructor(path: string) {
    this.#path = path;
    this.#again = lockFileFor(path);
    this.#nonce = this.#again?.nonce ?? newUuid();
  }

  take(options: TakeOptions): Taking {
    return take(
      this.#path,
      this.#nonce,
      options,
      () => this.#again?.take() ?? claimFor(this.#path, this.#nonce),
    );
  }

  hold<T>(
    work: (lock: HeldLock) => Result<T>,
    options: LockOptions,
  ): Result<T> {
    const isStillOurs = () =>
      this.#again?.isOurs() ?? isOurs(this.#path, this.#nonce);
    try {
      removeLeftOvers(this.#path);
      return work(heldLock(isStillOurs, options));
    } catch (error) {
      return lost(error);
    } finally {
      if (isStillOurs()) removeLock(this.#path);
    }
  }
}

/** The last step and what follows it are one turn of the event loop. */
async function taken(taking: Taking): Promise<VaultError | null> {
  for (;;) {
    const step = taking.next();
    if (step.done === true) return step.value;
    // oxlint-disable-next-line no-await-in-loop
    await wait(step.value);
  }
}

function heldLock(
  isStillOurs: () => boolean,
  { guarded = usualGuarded }: LockOptions,
): HeldLock {
  return {
    assertOurs() {
      if (!isStillOurs()) throw new LostLock(guarded);
    },
  };
}

function lost(error: unknown): Result<never> {
  if (error instanceof LostLock) return failure(error.error);
  throw error;
}

function wait(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

/** Nobody wakes whoever waits on it. */
const stillness = new Int32Array(new SharedArrayBuffer(4));

function claimFor(path: string, nonce: string): boolean {
  return claim(path, JSON.stringify(thisProcess(nonce)));
}

function isOurs(path: string, nonce: string): boolean {
  return readLock(path)?.holder?.nonce === nonce;
}

function removeLock(path: string): void {
  try {
    unlinkSync(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}

interface TakeOptions extends LockOptions {
  /** Nothing else of this thread goes on meanwhile: who waits in it takes no turn. */
  readonly isStandingStill?: boolean;
}

/** Gives how many milliseconds to wait before it looks again; in the end null, once the lock is ours. */
type Taking = Generator<number, VaultError | null, void>;

function* take(
  path: string,
  nonce: string,
  options: TakeOptions,
  claiming: () => boolean,
): Taking {
  const { onWait, guarded = usualGuarded, isStandingStill } = options;
  const patience = { ...usual, ...options.patience };
  const queue = new LockQueue(path, isStandingStill);
  const isOurTurn = () => queue.ahead() === 0 && claiming();
  if (isOurTurn()) return null;
  const start = performance.now();
  let seen: Seen | null = null;
  let tell = onWait;
  try {
    queue.join(nonce);
    do {
      seen = readLockAgain(path, seen);
      if (seen) queue.wait();
      if (seen && isLeftOver(seen, patience, queue.now()))
        remove(path, seen, patience, queue.now());
      if (isOverlong(start, seen, patience)) return busy(guarded, path, seen);
      if (performance.now() - start > patience.tellMs) {
        tell?.(nameOf(seen));
        tell = undefined;
      }
      yield pauseFor(queue.ahead(), patience);
    } while (!isOurTurn());
    return null;
  } finally {
    queue.leave();
  }
}

function isOverlong(
  start: number,
  seen: Seen | null,
  { totalMs, holderMs }: Patience,
): boolean {
  const now = performance.now();
  return (
    now - start > totalMs || (seen !== null && now - seen.since > holderMs)
  );
}

/** Those in front look often, those far behind seldom, and no two in step. */
function pauseFor(ahead: number, { pauseMs }: Patience): number {
  return (
    Math.min(pauseMs * (ahead + 1), longestPauseMs) * (0.5 + Math.random())
  );
}

function readLockAgain(path: string, before: Seen | null): Seen | null {
  const now = readLock(path);
  return now !== null && now.id === before?.id ? before : now;
}

/** Null where nothing is. */
function readLock(path: string): Seen | null {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (!found) return null;
  if (found.isDirectory()) throw new UnsafeFile("a folder");
  const holder = found.isFile() ? holderIn(path) : null;
  return {
    id: `${String(found.ino)}-${String(found.mtimeNs)}-${holder?.nonce.slice(0, 8) ?? ""}`,
    writtenAt: Number(found.mtimeMs),
    holder,
    since: performance.now(),
  };
}

function holderIn(path: string): LockHolder | null {
  try {
    return readHolder(readOwnSync(path, largest) ?? "");
  } catch {
    return null;
  }
}

/** @param now by the clock that stamps the files of the folder, in milliseconds */
function isLeftOver(seen: Seen, patience: Patience, now: number): boolean {
  const age = now - seen.writtenAt;
  const watched = performance.now() - seen.since;
  if (seen.holder === null) return Math.max(age, watched) > patience.namelessMs;
  const state = stateOf(seen.holder);
  if (state !== "elsewhere") return state === "gone";
  return age < -clockSkewMs
    ? watched > patience.futureMs
    : age > patience.elsewhereMs && watched > patience.watchMs;
}

/**
 * Removes a left-over lock and no other: one process at a time may remove this very file, and it looks once more when it
 * may. Only then can a fresh lock be there. The permit is a lock as well, and may be left over.
 */
function remove(
  path: string,
  seen: Seen,
  patience: Patience,
  now: number,
): void {
  const permit = `${path}.remove-${seen.id}`;
  if (!claimFor(permit, newUuid())) {
    const old = readLock(permit);
    const atOnce = { ...patience, watchMs: 0 };
    if (old && isLeftOver(old, atOnce, now)) remove(permit, old, atOnce, now);
    return;
  }
  try {
    if (readLock(path)?.id !== seen.id) return;
    const grave = temporaryFor(path);
    renameSync(path, grave);
    // Never over what somebody took meanwhile: a link is made only where nothing is.
    if (readLock(grave)?.id !== seen.id) linkBack(grave, path);
    rmSync(grave, { force: true });
  } catch {
    // Somebody else was quicker.
  } finally {
    rmSync(permit, { force: true });
  }
}

function linkBack(grave: string, path: string): void {
  try {
    linkSync(grave, path);
  } catch {
    // Somebody has it by now.
  }
}

/** When it was looked beside a lock; a log takes its own for each line. */
const sweptAt = new Map<string, number>();

/**
 * What killed processes left beside the lock that we have, of former releases too: what names a process that is gone, and what is so old
 * that nobody waits for so long, and no clock so wrong that a time as far in the future is of somebody at work.
 */
function removeLeftOvers(path: string): void {
  const now = performance.now();
  if (now - (sweptAt.get(path) ?? -Infinity) < leftoverMs) return;
  sweptAt.set(path, now);
  const clock = new FolderClock(path);
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.`)) continue;
    const beside = join(dirname(path), name);
    if (isLeftBeside(beside, clock.now())) rmSync(beside, { force: true });
  }
}

function isLeftBeside(path: string, now: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found || found.isDirectory()) return false;
  const age = Math.abs(now - found.mtimeMs);
  if (age > leftoverMs) return true;
  const holder = holderIn(path);
  // Killed before it had written its name, which is done in the same moment.
  if (holder === null) return age > usual.elsewhereMs;
  return stateOf(holder) === "gone";
}

function busy(guarded: string, path: string, seen: Seen | null) {
  return vaultError(
    "vault-busy",
    `${guarded} is locked for writing by ${nameOf(seen)}.`,
    `Wait for it and try again; the lock is ${path}.`,
  );
}

function nameOf(seen: Seen | null): string {
  if (!seen?.holder) return "another talos-vault";
  const number = String(seen.holder.pid);
  return stateOf(seen.holder) === "elsewhere"
    ? `another talos-vault, process ${number} of another container, machine or boot`
    : `another talos-vault, process ${number}`;
}
