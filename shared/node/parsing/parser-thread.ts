// Long files and many certificates are read in threads of their own (docs/decisions/0036).
// Keep: Threads are told nothing of this process, and a lock ends them.
import { vaultError } from "../../core/errors.ts";
import { limits as bounds } from "../../core/limits.ts";
import {
  fromPlain,
  type PlainFile,
} from "../../core/imports/between-threads.ts";
import type { ClassifiedFile } from "../../core/imports/classify-file.ts";
import type { Classifier } from "../../core/ports/classifier.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { askThread } from "./ask-thread.ts";
import { BoundedQueue } from "./bounded-queue.ts";

/** What one file may take. */
export interface ParserLimits {
  /** Up to here a file is read where it was asked for: it takes less time than a thread takes to start. */
  readonly inlineBytes: number;
  readonly timeMs: number;
  readonly memoryMb: number;
}

const usualLimits: ParserLimits = {
  inlineBytes: 16 * 1024,
  timeMs: bounds.parserTime.most * 1000,
  memoryMb: bounds.parserMemory.most / 2 ** 20,
};

/**
 * Reads each file in a new thread that ends with it, a few at once, while some more wait. `program`: as for `startThread`.
 * Contract and errors: `Classifier`.
 */
export function parserThread(
  program: string | URL,
  limits: ParserLimits = usualLimits,
): Classifier {
  const turns = new BoundedQueue(
    bounds.parserThreads.most,
    bounds.parserWaiting.most,
  );
  return {
    classify: async (bytes, signal) => {
      if (bytes.length <= limits.inlineBytes) {
        const { classifyFile } =
          await import("../../core/imports/classify-file.ts");
        return success(classifyFile(bytes));
      }
      const turn = await turns.take(signal);
      if (turn !== "turn")
        return failure(turn === "full" ? tooMany() : cancelled());
      try {
        return await classifyApart(program, bytes, limits, signal);
      } finally {
        turns.give();
      }
    },
  };
}

async function classifyApart(
  program: string | URL,
  bytes: Uint8Array,
  most: Pick<ParserLimits, "timeMs" | "memoryMb">,
  signal: AbortSignal | undefined,
): Promise<Result<ClassifiedFile>> {
  const copy = new Uint8Array(bytes);
  const transfer = [copy.buffer];
  const asking = { signal, bounds: most, transfer };
  const end = await askThread<PlainFile>(program, copy, asking);
  switch (end.kind) {
    case "said":
      return success(fromPlain(end.said));
    case "time":
    case "memory":
      return failure(tooMuch(end.kind));
    case "cancelled":
      return failure(cancelled());
    case "died":
      return failure(endedEarly());
  }
}

function tooMuch(what: "time" | "memory") {
  return vaultError(
    "talosconfig-invalid",
    `Reading the file takes too much ${what}, and was stopped. Nothing was changed.`,
    "Check that it is the file you meant; a very large talosconfig can be imported in parts.",
  );
}

function tooMany() {
  return vaultError(
    "talosconfig-invalid",
    "Too many long files are being read. Nothing was changed.",
    "Wait until the others are read, then try again.",
  );
}

function cancelled() {
  return vaultError(
    "cancelled",
    "Reading the file was cancelled. Nothing was changed.",
    "Start it again.",
  );
}

function endedEarly() {
  return vaultError(
    "talosconfig-invalid",
    "Reading the file ended before it was done. Nothing was changed.",
    "Check that it is the file you meant, then try again.",
  );
}
