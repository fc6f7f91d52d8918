import { lstatSync, readdirSync, renameSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { limits } from "../../core/limits.ts";
import { claim, removeQuietly } from "./atomic-file.ts";
import { FolderClock } from "./folder-clock.ts";
import { readHolder, stateOf, thisProcess } from "./lock-holder.ts";
import { readOwnSync } from "./own-file.ts";

const largest = limits.lockFile.most;
/** Who stands in front this long and does not take a free lock is stopped, or cannot be seen from here. */
const turnMs = 1_000;

/** The places of this thread. */
const ofThread = new Set<string>();

/** A place in the queue for a lock. It is manners: what keeps two apart is the lock file itself. */
export class LockQueue {
  readonly #lock: string;
  readonly #passesOwn: boolean;
  #own: string | null = null;
  #clock: FolderClock | null = null;
  #front = { name: "", since: 0 };

  /**
   * @param lock path of the lock file; the places are files beside it
   * @param passesOwn places of this thread count for nothing: it stands still until it has the lock
   */
  constructor(lock: string, passesOwn = false) {
    this.#lock = lock;
    this.#passesOwn = passesOwn;
  }

  /** How many wait before us: 0 is our turn. Who has no place yet is behind everybody. */
  ahead(): number {
    const names = this.#names();
    const position =
      this.#own === null ? names.length : names.indexOf(this.#own);
    const before = names.slice(0, position === -1 ? names.length : position);
    while (before[0] !== undefined && this.#isGone(before[0])) {
      removeQuietly(this.#path(before[0]));
      before.shift();
    }
    const [front = ""] = before;
    const now = performance.now();
    if (front !== this.#front.name) this.#front = { name: front, since: now };
    return now - this.#front.since > turnMs ? 0 : before.length;
  }

  /** Takes the last place, by the folder's clock: whose own is ahead would stand behind all who come later. */
  join(nonce: string): void {
    const made = `${this.#lock}.come-${nonce}`;
    claim(made, JSON.stringify(thisProcess(nonce)));
    this.#clock = new FolderClock(made);
    const stamp = digits(this.now() * 1000);
    const own = digits((performance.timeOrigin + performance.now()) * 1000);
    // What stamps files ticks in milliseconds.
    const name = `${basename(this.#lock)}.wait-${stamp}-${own}-${nonce}`;
    renameSync(made, this.#path(name));
    this.#own = name;
    ofThread.add(name);
  }

  /** What time it is for the folder, in milliseconds since 1970. Only for who has a place. */
  now(): number {
    return this.#clock?.now() ?? Date.now();
  }

  leave(): void {
    if (this.#own === null) return;
    removeQuietly(this.#path(this.#own));
    ofThread.delete(this.#own);
    this.#own = null;
  }

  /** Somebody has the lock, so the one in front could not take it. */
  wait(): void {
    this.#front.since = performance.now();
  }

  #names(): readonly string[] {
    const start = `${basename(this.#lock)}.wait-`;
    return readdirSync(dirname(this.#lock))
      .filter((name) => name.startsWith(start) && !name.endsWith(".tmp"))
      .filter((name) => name === this.#own || !this.#isPassed(name))
      .toSorted();
  }

  #isPassed(name: string): boolean {
    return this.#passesOwn && ofThread.has(name);
  }

  #path(name: string): string {
    return join(dirname(this.#lock), name);
  }

  #isGone(name: string): boolean {
    try {
      const holder = readHolder(readOwnSync(this.#path(name), largest) ?? "");
      const state = holder ? stateOf(holder) : "elsewhere";
      if (state !== "elsewhere") return state === "gone";
      if (this.#clock === null) return false;
      const age = this.now() - lstatSync(this.#path(name)).mtimeMs;
      return Math.abs(age) > turnMs * 60;
    } catch {
      return true;
    }
  }
}

function digits(micros: number): string {
  return micros.toFixed(0).padStart(17, "0");
}
