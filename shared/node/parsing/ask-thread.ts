import type { ThreadRequest } from "./parser-program.ts";
import { startThread, watchGrowth } from "./start-thread.ts";

/** How a thread ended that was asked something. */
export type ThreadEnd<Said> =
  | { readonly kind: "said"; readonly said: Said }
  /** It took more than it may. */
  | { readonly kind: "time" | "memory" }
  | { readonly kind: "cancelled" | "died" };

interface Asking {
  readonly signal: AbortSignal | undefined;
  /** What it may take; absent: as much as it needs. */
  readonly bounds?: { readonly timeMs: number; readonly memoryMb: number };
  /** What of the question is handed over and not copied. */
  readonly transfer?: readonly ArrayBuffer[];
}

/**
 * Asks a new thread once. Its memory, with all keys that are in it, is gone before the answer is there; who closes the program does
 * not wait for it. `program`: as for `startThread`.
 */
export function askThread<Said>(
  program: string | URL,
  question: ThreadRequest,
  { signal, bounds, transfer = [] }: Asking,
): Promise<ThreadEnd<Said>> {
  if (signal?.aborted) return Promise.resolve({ kind: "cancelled" });
  const limits = bounds ? { maxOldGenerationSizeMb: bounds.memoryMb } : {};
  const thread = startThread(program, limits);
  thread.unref();
  return new Promise((resolve) => {
    let isOver = false;
    const end = (how: ThreadEnd<Said>): void => {
      if (isOver) return;
      isOver = true;
      stopWatching();
      signal?.removeEventListener("abort", cancel);
      void thread.terminate().then(() => resolve(how));
    };
    const cancel = () => end({ kind: "cancelled" });
    signal?.addEventListener("abort", cancel, { once: true });
    const stopWatching = watchBounds(bounds, (kind) => end({ kind }));
    thread.once("message", (said: Said) => end({ kind: "said", said }));
    thread.once("error", ({ code }: NodeJS.ErrnoException) =>
      end({ kind: code === "ERR_WORKER_OUT_OF_MEMORY" ? "memory" : "died" }),
    );
    thread.once("exit", () => end({ kind: "died" }));
    thread.postMessage(question, [...transfer]);
  });
}

/** Returns how to stop it. */
function watchBounds(
  bounds: Asking["bounds"],
  over: (what: "time" | "memory") => void,
): () => void {
  if (!bounds) return () => undefined;
  const timer = setTimeout(() => over("time"), bounds.timeMs);
  const most = bounds.memoryMb * 2 ** 20;
  const stopWatching = watchGrowth(most, () => over("memory"));
  return () => {
    clearTimeout(timer);
    stopWatching();
  };
}
