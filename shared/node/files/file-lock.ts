import { unlinkSync } from "node:fs";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { failure, type Result } from "../../core/result.ts";
import { newUuid } from "./atomic-file.ts";
import {
  claimLock,
  isLeftOver,
  readLock,
  readLockAgain,
  removeLeftBeside,
  removeLeftOver,
  type Seen,
} from "./left-over-locks.ts";
import { lockFileFor } from "./lock-again.ts";
import { stateOf } from "./lock-holder.ts";
import { usualPatience, type Patience } from "./lock-patience.ts";
import { LockQueue } from "./lock-queue.ts";

const longestPauseMs = 1_000;
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
      `${guarded} was locked by another talos-vault meanwhile, because this one stood still for long. Nothing was changed.`,
      "Try again.",
    );
  }
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
  const claiming = () => claimLock(path, nonce);
  const refused = await taken(take(path, nonce, options, claiming));
  if (refused) return failure(refused);
  const isStillOurs = () => isOurs(path, nonce);
  try {
    removeLeftBeside(path);
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
      () => this.#again?.take() ?? claimLock(this.#path, this.#nonce),
    );
  }

  hold<T>(
    work: (lock: HeldLock) => Result<T>,
    options: LockOptions,
  ): Result<T> {
    const isStillOurs = () =>
      this.#again?.isOurs() ?? isOurs(this.#path, this.#nonce);
    try {
      removeLeftBeside(this.#path);
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
  const patience = { ...usualPatience, ...options.patience };
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
        removeLeftOver(path, seen, patience, queue.now());
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
