import { linkSync } from "node:fs";
import { claim, newUuid, removeQuietly, temporaryFor } from "./atomic-file.ts";
import { thisProcess } from "./lock-holder.ts";
import { isSameOwn } from "./own-file.ts";

/**
 * For so long one file serves as a lock. Who cannot see the holder judges a lock by when its file was made, and has to be right
 * to a second or so.
 */
const longestMs = 1000;
/** Taken more often than this within that time a lock is worth a file that stays. */
const often = 8;

const files = new Map<string, LockFile>();
const taken = new Map<string, { since: number; times: number }>();

/** What this thread takes a lock with that it takes often; null: with a new file. */
export function lockFileFor(lock: string): LockFile | null {
  const known = files.get(lock);
  if (known?.isUsable) return known;
  known?.drop();
  return isTakenOften(lock) ? new LockFile(lock) : null;
}

function isTakenOften(lock: string): boolean {
  const now = performance.now();
  const known = taken.get(lock);
  const isRecent = known !== undefined && now - known.since < longestMs;
  const turn = isRecent ? known : { since: now, times: 0 };
  turn.times += 1;
  taken.set(lock, turn);
  return turn.times > often;
}

/**
 * A file that gets the lock's name each time that it is taken: a log takes its own for each line, and to make and remove a file
 * takes longer than all else of it.
 */
class LockFile {
  readonly nonce = newUuid();
  readonly #lock: string;
  readonly #own: string;
  readonly #madeAt = [Date.now(), performance.now()] as const;
  readonly #timer: NodeJS.Timeout;
  #isLinkable = true;

  /** Throws the system's error. */
  constructor(lock: string) {
    this.#lock = lock;
    this.#own = temporaryFor(lock);
    claim(this.#own, JSON.stringify(thisProcess(this.nonce)));
    this.#timer = setTimeout(this.#dropAtLast, longestMs).unref();
    process.once("exit", this.#dropAtLast);
    files.set(lock, this);
  }

  get isUsable(): boolean {
    const [date, time] = this.#madeAt;
    // The one jumps, the other stands still while a machine sleeps.
    const ages = [Date.now() - date, performance.now() - time];
    return this.#isLinkable && ages.every((age) => age >= 0 && age < longestMs);
  }

  /** False where somebody has the lock; null where a file of its own is needed: also once this one got too old while it was waited for. */
  take(): boolean | null {
    if (!this.isUsable) return null;
    try {
      linkSync(this.#own, this.#lock);
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
      // A file system without second names, or somebody tidied ours away.
      this.#isLinkable = false;
      return null;
    }
  }

  /** True while we have the lock; null: the lock itself has to be read. */
  isOurs(): true | null {
    return isSameOwn(this.#own, this.#lock) || null;
  }

  drop(): void {
    if (files.get(this.#lock) === this) files.delete(this.#lock);
    clearTimeout(this.#timer);
    process.off("exit", this.#dropAtLast);
    removeQuietly(this.#own);
  }

  readonly #dropAtLast = (): void => this.drop();
}
