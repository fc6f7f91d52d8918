import { vaultError } from "../../core/errors.ts";
import {
  fromPlain,
  type PlainFile,
} from "../../core/imports/between-threads.ts";
import {
  classifyFile,
  type ClassifiedFile,
} from "../../core/imports/classify.ts";
import type { Classifier } from "../../core/ports/classifier.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { startThread } from "./start-thread.ts";
import { serialQueue } from "../system/serial-queue.ts";

/** What one file may take. */
export interface ParserLimits {
  /** Up to here a file is read where it was asked for: it takes less time than a thread takes to start. */
  readonly inlineBytes: number;
  readonly timeMs: number;
  readonly memoryMb: number;
}

const usualLimits: ParserLimits = {
  inlineBytes: 16 * 1024,
  timeMs: 30_000,
  memoryMb: 1024,
};

/**
 * Reads files in a thread of their own, one after another, each in a new thread that ends with it. `program`: as for
 * `startThread`. Contract and errors: `Classifier`.
 */
export function parserThread(
  program: string | URL,
  limits: ParserLimits = usualLimits,
): Classifier {
  const inTurn = serialQueue();
  return {
    classify: async (bytes) =>
      bytes.length <= limits.inlineBytes
        ? success(classifyFile(bytes))
        : inTurn(() => classifyApart(program, bytes, limits)),
  };
}

function classifyApart(
  program: string | URL,
  bytes: Uint8Array,
  { timeMs, memoryMb }: ParserLimits,
): Promise<Result<ClassifiedFile>> {
  const worker = startThread(program, {
    maxOldGenerationSizeMb: memoryMb,
  });
  // Who closes the program does not wait for a file.
  worker.unref();
  return new Promise((resolve) => {
    const end = (answer: Result<ClassifiedFile>) => {
      clearTimeout(timer);
      resolve(answer);
      void worker.terminate();
    };
    const timer = setTimeout(() => end(failure(tooMuch("time"))), timeMs);
    worker.once("message", (file: PlainFile) => end(success(fromPlain(file))));
    worker.once("error", (error: NodeJS.ErrnoException) =>
      end(
        failure(
          error.code === "ERR_WORKER_OUT_OF_MEMORY"
            ? tooMuch("memory")
            : endedEarly(),
        ),
      ),
    );
    worker.once("exit", () => end(failure(endedEarly())));
    const copy = new Uint8Array(bytes);
    worker.postMessage(copy, [copy.buffer]);
  });
}

function tooMuch(what: "time" | "memory") {
  return vaultError(
    "talosconfig-invalid",
    `Reading the file takes too much ${what}, and was stopped. Nothing was changed.`,
    "Check that it is the file you meant; a very large talosconfig can be imported in parts.",
  );
}

function endedEarly() {
  return vaultError(
    "talosconfig-invalid",
    "Reading the file ended before it was done. Nothing was changed.",
    "Check that it is the file you meant, then try again.",
  );
}
