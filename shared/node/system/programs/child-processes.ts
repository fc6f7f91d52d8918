import { createRequire } from "node:module";
import type * as ChildProcesses from "node:child_process";
import { limits } from "../../../core/limits.ts";

/**
 * `node:child_process`, for code that most commands have and do not use: loaded with the first call, because it costs the one
 * executable milliseconds of each start.
 */
export function childProcesses(): typeof ChildProcesses {
  return createRequire(import.meta.url)(
    "node:child_process",
  ) as typeof ChildProcesses;
}

/** Bounds for `spawnSync`, of a program that is asked for little: how much it may say, and how long it may take. */
export const boundedRun = {
  maxBuffer: limits.programOutput.most,
  timeout: limits.programTime.most * 1000,
  killSignal: "SIGKILL",
} as const;
