import { spawnSync } from "node:child_process";

/** Runs a verb of this program in this terminal, as the person would. Resolves to its exit code. */
export function runVerb(words: readonly string[]): number {
  const [, program = ""] = process.argv;
  const { status } = spawnSync(process.execPath, [program, ...words], {
    stdio: "inherit",
  });
  return status ?? 1;
}
