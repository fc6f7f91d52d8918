/** A signal that ends after a time or with another signal. `end` lets go of the timer. */
export interface Patience {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

export function patience(ms: number, outer?: AbortSignal): Patience {
  const controller = new AbortController();
  const stop = () => controller.abort();
  const timer = setTimeout(stop, ms);
  outer?.addEventListener("abort", stop, { once: true });
  if (outer?.aborted) stop();
  return {
    signal: controller.signal,
    end: () => {
      clearTimeout(timer);
      outer?.removeEventListener("abort", stop);
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
