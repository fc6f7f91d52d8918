import { availableParallelism } from "node:os";
import {
  examine,
  type Examination,
} from "../../core/certificates/examination.ts";
import type { Examiner } from "../../core/ports/examiner.ts";
import type { TalosContext } from "../../core/talosconfig/types.ts";
import { plainContext } from "../../core/imports/between-threads.ts";
import type { ExamineRequest } from "./parser-program.ts";
import { startThread } from "./start-thread.ts";

/** Below this a thread takes longer to start than what it does. */
const fewestForAThread = 250;
/** Characters of certificates: a file of others may have few contexts, with hundreds of CAs each. */
const leastForAThread = 512 * 1024;
const mostThreads = 4;
/** Contexts in one message: what is on its way, and what a thread holds at a time. */
const batch = 128;

/**
 * Examines by threads of this process, each a batch at a time; where a thread dies, the rest is examined here. `program`: as
 * for `startThread`. Keys go from thread to thread in memory.
 */
export function threadedExaminer(program: string | URL): Examiner {
  return {
    examine: async (contexts, now, signal) => {
      const count = Math.min(
        mostThreads,
        availableParallelism(),
        Math.max(
          Math.floor(contexts.length / fewestForAThread),
          Math.floor(lengthOf(contexts) / leastForAThread),
        ),
      );
      const found: (Examination | undefined)[] = [];
      if (count > 0) {
        const starts = batchStarts(contexts.length);
        const threads = Array.from({ length: count }, () =>
          examineThere(program, { contexts, now }, starts, found, signal),
        );
        await Promise.all(threads);
      }
      return contexts.map(
        (context, at) =>
          found[at] ?? (signal?.aborted ? undefined : examine(context, now)),
      );
    },
  };
}

function lengthOf(contexts: readonly TalosContext[]): number {
  let length = 0;
  for (const { ca = "", crt = "" } of contexts)
    length += ca.length + crt.length;
  return length;
}

interface Asked {
  readonly contexts: readonly TalosContext[];
  readonly now: Date;
}

function* batchStarts(length: number): Generator<number, undefined> {
  for (let start = 0; start < length; start += batch) yield start;
}

/** One thread: takes batches until there are none, and puts what it finds at the contexts' places. */
async function examineThere(
  program: string | URL,
  { contexts, now }: Asked,
  starts: Iterator<number, undefined>,
  found: (Examination | undefined)[],
  signal: AbortSignal | undefined,
): Promise<void> {
  if (signal?.aborted) return;
  const thread = startThread(program);
  let settle: (answer: readonly Examination[] | null) => void = () => undefined;
  let isOver = false;
  const end = () => {
    isOver = true;
    settle(null);
  };
  thread.on("message", (answer: readonly Examination[]) => settle(answer));
  const cancel = () => void thread.terminate();
  signal?.addEventListener("abort", cancel, { once: true });
  thread.on("error", end);
  thread.on("exit", end);
  const ask = (request: ExamineRequest) =>
    new Promise<readonly Examination[] | null>((resolve) => {
      settle = resolve;
      if (isOver) resolve(null);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      else thread.postMessage(request);
    });
  for (let next = starts.next(); !next.done; next = starts.next()) {
    const start = next.value;
    const share = contexts.slice(start, start + batch).map(plainContext);
    const answer = await ask({ contexts: share, now });
    if (answer === null) break;
    answer.forEach((one, at) => (found[start + at] = one));
  }
  signal?.removeEventListener("abort", cancel);
  await thread.terminate();
}
