import { readFileSync } from "node:fs";
import { Worker, type ResourceLimits } from "node:worker_threads";

/**
 * A thread of this process that is told nothing this process was told. `program` is the text file of the bundle `parser.cjs`,
 * or the address of a module. A bundle's text is read here: a thread that loads a file itself would have to look into
 * Electron's archive. Throws when the file cannot be read.
 */
export function startThread(
  program: string | URL,
  resourceLimits: ResourceLimits = {},
): Worker {
  const isBundle = typeof program === "string";
  const text = isBundle ? readFileSync(program, "utf8") : program;
  return new Worker(text, {
    eval: isBundle,
    env: {},
    argv: [],
    execArgv: [],
    resourceLimits,
  });
}

const lookEveryMs = 50;
const threadsKnowLimits = process.versions["bun"] === undefined;

/**
 * Calls `over` once, when this process has grown by more than `mostBytes` since now. It stands in for the bound of a thread
 * where Bun runs us, whose threads pass over it (bun.com/docs/runtime/nodejs-compat, worker_threads), and does nothing
 * elsewhere. Returns how to stop it.
 */
export function watchGrowth(
  mostBytes: number,
  over: () => void,
  read: (() => number) | null = threadsKnowLimits ? null : memoryOfThisProcess,
): () => void {
  if (read === null) return () => undefined;
  const before = read();
  const timer = setInterval(() => {
    if (read() - before <= mostBytes) return;
    clearInterval(timer);
    over();
  }, lookEveryMs);
  return () => clearInterval(timer);
}

function memoryOfThisProcess(): number {
  return process.memoryUsage.rss();
}
