import { linkSync, lstatSync, readdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { limits } from "../../core/limits.ts";
import { claim, newUuid, removeQuietly, temporaryFor } from "./atomic-file.ts";
import { FolderClock } from "./folder-clock.ts";
import {
  readHolder,
  stateOf,
  thisProcess,
  type LockHolder,
} from "./lock-holder.ts";
import { usualPatience, type Patience } from "./lock-patience.ts";
import { readOwnSync } from "./own-file.ts";
import { UnsafeFile } from "./unsafe-file.ts";

const largest = limits.lockFile.most;
const leftoverMs = 60 * 60 * 1000;
/** Clocks of machines that share a folder differ by no more than this. */
const clockSkewMs = 5_000;

/** A lock file as it was seen. */
export interface Seen {
  /** Of this very file; another one has another. */
  readonly id: string;
  readonly writtenAt: number;
  readonly holder: LockHolder | null;
  /** When it was first seen, on the clock of `performance`. */
  readonly since: number;
}

/** The lock that is there now, with the moment at which just that one was first seen; null: there is none. */
export function readLockAgain(path: string, before: Seen | null): Seen | null {
  const now = readLock(path);
  return now !== null && now.id === before?.id ? before : now;
}

/** Null where nothing is. */
export function readLock(path: string): Seen | null {
  const found = lstatSync(path, { bigint: true, throwIfNoEntry: false });
  if (!found) return null;
  if (found.isDirectory()) throw new UnsafeFile("a folder", null, path);
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
export function isLeftOver(
  seen: Seen,
  patience: Patience,
  now: number,
): boolean {
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
 * may. Only then can a fresh lock be there. The permit is a lock as well, and may be left over: its own permit stands beside it, or
 * names would grow with each remover that is killed.
 */
export function removeLeftOver(
  path: string,
  seen: Seen,
  patience: Patience,
  now: number,
  lock = path,
): void {
  const permit = `${lock}.remove-${seen.id}`;
  if (!claimLock(permit, newUuid())) {
    const old = readLock(permit);
    const atOnce = { ...patience, watchMs: 0 };
    if (old && isLeftOver(old, atOnce, now))
      removeLeftOver(permit, old, atOnce, now, lock);
    return;
  }
  try {
    if (readLock(path)?.id !== seen.id) return;
    const grave = temporaryFor(lock);
    renameSync(path, grave);
    // Never over what somebody took meanwhile: a link is made only where nothing is.
    if (readLock(grave)?.id !== seen.id) linkBack(grave, path);
    removeQuietly(grave);
  } catch {
    // Somebody else was quicker.
  } finally {
    removeQuietly(permit);
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
 * that nobody waits for so long, and no clock so wrong that a time as far in the future is of somebody at work. What cannot be removed
 * stays: it keeps nobody from the lock.
 */
export function removeLeftBeside(path: string): void {
  const now = performance.now();
  if (now - (sweptAt.get(path) ?? -Infinity) < leftoverMs) return;
  sweptAt.set(path, now);
  const clock = new FolderClock(path);
  for (const name of readdirSync(dirname(path))) {
    if (!name.startsWith(`${basename(path)}.`)) continue;
    const beside = join(dirname(path), name);
    if (isLeftBeside(beside, clock.now())) removeQuietly(beside);
  }
}

function isLeftBeside(path: string, now: number): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found || found.isDirectory()) return false;
  const age = Math.abs(now - found.mtimeMs);
  if (age > leftoverMs) return true;
  const holder = holderIn(path);
  // Killed before it had written its name, which is done in the same moment.
  if (holder === null) return age > usualPatience.elsewhereMs;
  return stateOf(holder) === "gone";
}

/** Makes a lock file of this process; false where there is one. Throws the system's error. */
export function claimLock(path: string, nonce: string): boolean {
  return claim(path, JSON.stringify(thisProcess(nonce)));
}
