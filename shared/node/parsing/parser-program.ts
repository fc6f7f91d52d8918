// The program of the thread in which files are read (parser-thread.ts): one file comes, one answer goes, and it ends.
import { parentPort } from "node:worker_threads";
import { toPlain } from "../../core/imports/between-threads.ts";
import { classifyFile } from "../../core/imports/classify.ts";

parentPort?.once("message", (bytes: Uint8Array) => {
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(toPlain(classifyFile(bytes)));
});
