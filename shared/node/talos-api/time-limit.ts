/** A signal that ends after a time or with another signal. */
export interface TimeLimit {
  readonly signal: AbortSignal;
  /** Lets go of the timer; the signal does not end any more. */
  readonly end: () => void;
  /** Ends the signal now. */
  readonly stop: () => void;
}

/** Node ends a timer of more at once (31 bits). */
const longestTimerMs = 2 ** 31 - 1;

/**
 * A signal that ends after so many milliseconds, or with `outer`. Whoever has one calls `end` when the work is over: until then a
 * timer runs.
 */
export function timeLimit(ms: number, outer?: AbortSignal): TimeLimit {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, Math.min(ms, longestTimerMs));
  outer?.addEventListener("abort", stop, { once: true });
  if (outer?.aborted) stop();
  const end = () => {
    clearTimeout(timer);
    outer?.removeEventListener("abort", stop);
  };
  return {
    signal: controller.signal,
    end,
    stop: () => {
      end();
      stop();
    },
  };
}

/**
 * Calls back when the signal ends, soon if it has, and never before this has given the caller the way to stop
 * listening.
 */
export function onAbort(signal: AbortSignal, then: () => void): () => void {
  if (signal.aborted) {
    let isWanted = true;
    queueMicrotask(() => {
      if (isWanted) then();
    });
    return () => {
      isWanted = false;
    };
  }
  signal.addEventListener("abort", then, { once: true });
  return () => signal.removeEventListener("abort", then);
}
