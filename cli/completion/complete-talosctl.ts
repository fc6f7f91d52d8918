import { spawnSync } from "node:child_process";
import { basename } from "node:path";
import { devNull } from "node:os";
import { limits } from "../../shared/core/limits.ts";
import { boundedRun } from "../../shared/node/system/programs/child-processes.ts";

/**
 * What talosctl itself completes, where it is the command that is being typed. It gets an empty talosconfig: its own would
 * let it ask nodes of another cluster, and nothing of the vault is lent for a TAB.
 * @param before the command so far, with talosctl in front
 */
export function wordsOfTalosctl(
  [program = "", ...before]: readonly string[],
  typed: string,
): readonly string[] {
  if (!/^talosctl(?:\.exe)?$/.test(basename(program))) return [];
  const { stdout, status } = spawnSync(
    program,
    ["__completeNoDesc", ...before, typed],
    {
      encoding: "utf8",
      ...boundedRun,
      timeout: limits.completionTime.most * 1000,
      stdio: ["ignore", "pipe", "ignore"],
      env: { ...process.env, TALOSCONFIG: devNull },
    },
  );
  if (status !== 0) return [];
  // cobra ends with a line of its own: a colon and a number.
  return stdout
    .split("\n")
    .filter((word) => word !== "" && !/^:\d+$/.test(word));
}
