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
