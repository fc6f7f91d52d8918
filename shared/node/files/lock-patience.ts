import { limits } from "../../core/limits.ts";

/** All in milliseconds. */
export interface Patience {
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

export const usualPatience: Patience = {
  holderMs: limits.lockHolderTime.most * 1000,
  totalMs: limits.lockWaitTime.most * 1000,
  tellMs: 1_000,
  elsewhereMs: limits.lockElsewhereTime.most * 1000,
  watchMs: 2_000,
  futureMs: limits.lockFutureTime.most * 1000,
  namelessMs: limits.lockNamelessTime.most * 1000,
  pauseMs: 8,
};
