import { availableParallelism } from "node:os";
import type { Examination } from "../../core/certificates/examine-many.ts";
import type { Examiner } from "../../core/ports/examiner.ts";
import { othersTurn } from "../../core/work-in-slices.ts";
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
 * for `startThread`. `helps`: this thread takes its share of them too, because nobody but the caller waits for it; then
 * there is one other less. Keys go from thread to thread in memory.
 */
export function threadedExaminer(
  program: string | URL,
  { helps = false }: { readonly helps?: boolean } = {},
): Examiner {
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
        const asked = { contexts, now, signal };
        const starts = batchStarts(contexts.length);
        const others = Array.from({ length: helps ? count - 1 : count }, () =>
          examineThere(program, asked, starts, found),
        );
        if (helps) await examineHere(asked, starts, found);
        await Promise.all(others);
      }
      const { examine } = await readRules();
      return contexts.map(
        (context, at) =>
          found[at] ?? (signal?.aborted ? undefined : examine(context, now)),
      );
    },
  };
}

/** With them comes a library of certificates, which most programs that have an examiner never need. */
const readRules = () => import("../../core/certificates/examine-many.ts");

function lengthOf(contexts: readonly TalosContext[]): number {
  let length = 0;
  for (const { ca = "", crt = "" } of contexts)
    length += ca.length + crt.length;
  return length;
}

interface Asked {
  readonly contexts: readonly TalosContext[];
  readonly now: Date;
  readonly signal: AbortSignal | undefined;
}

function* batchStarts(length: number): Generator<number, undefined> {
  for (let start = 0; start < length; start += batch) yield start;
}

/** This thread: as one of the others, but they get their answers read in between. */
async function examineHere(
  { contexts, now, signal }: Asked,
  starts: Iterable<number>,
  found: (Examination | undefined)[],
): Promise<void> {
  const { examineAll } = await readRules();
  for (const start of starts) {
    await othersTurn();
    if (signal?.aborted) return;
    const share = contexts.slice(start, start + batch);
    for (const [at, one] of examineAll(share, now).entries())
      found[start + at] = one;
  }
}

/** Batches that a thread has at a time: it does not wait for this one to read an answer. */
const batchesAhead = 2;

/** One thread: takes batches until there are none, and puts what it finds at the contexts' places. */
async function examineThere(
  program: string | URL,
  { contexts, now, signal }: Asked,
  starts: Iterator<number, undefined>,
  found: (Examination | undefined)[],
): Promise<void> {
  if (signal?.aborted) return;
  const thread = startThread(program);
  const cancel = () => void thread.terminate();
  signal?.addEventListener("abort", cancel, { once: true });
  await new Promise<void>((resolve) => {
    // Where what was asked for last begins, in the order of the answers.
    const asked: number[] = [];
    const ask = () => {
      const next = starts.next();
      if (next.done) return;
      const share = contexts.slice(next.value, next.value + batch);
      const request: ExamineRequest = { contexts: share.map(plainContext), now }; // prettier-ignore
      asked.push(next.value);
      // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
      thread.postMessage(request);
    };
    thread.on("message", (answer: readonly Examination[]) => {
      const start = asked.shift() ?? 0;
      answer.forEach((one, at) => (found[start + at] = one));
      ask();
      if (asked.length === 0) resolve();
    });
    thread.on("error", () => resolve());
    thread.on("exit", () => resolve());
    for (let ahead = 0; ahead < batchesAhead; ahead++) ask();
    if (asked.length === 0) resolve();
  });
  signal?.removeEventListener("abort", cancel);
  await thread.terminate();
}
