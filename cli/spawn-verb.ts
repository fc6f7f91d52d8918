import { spawnSync } from "node:child_process";
import { ownCommandLine } from "./own-programs.ts";

/** Runs a verb of this program in this terminal, as the person would. Resolves to its exit code. */
export function runVerb(words: readonly string[]): number {
  const { status } = spawnSync(
    process.execPath,
    [...ownCommandLine(), ...words],
    {
      stdio: "inherit",
    },
  );
  return status ?? 1;
}
