// The program of the threads that read files and credentials (parser-thread.ts, threaded-examiner.ts): an answer for each request.
import { parentPort } from "node:worker_threads";
import {
  examineAll,
  type Examination,
} from "../../core/certificates/examine-many.ts";
import {
  secretContext,
  toPlain,
  type PlainContext,
  type PlainFile,
} from "../../core/imports/between-threads.ts";
import { classifyFile } from "../../core/imports/classify-file.ts";

/** The bytes of a file, or contexts whose credentials are to be read. Holds key material. */
export type ThreadRequest = Uint8Array | ExamineRequest;

export interface ExamineRequest {
  readonly contexts: readonly PlainContext[];
  readonly now: Date;
}

parentPort?.on("message", (request: ThreadRequest) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(answer(request));
});

function answer(request: ThreadRequest): PlainFile | readonly Examination[] {
  if (request instanceof Uint8Array) return toPlain(classifyFile(request));
  const { contexts, now } = request;
  return examineAll(contexts.map(secretContext), now);
}
