import { spawnSync } from "node:child_process";
import { performance } from "node:perf_hooks";

export interface ProcessCost {
  /** By the clock. */
  readonly milliseconds: number;
  /** Milliseconds of processor. */
  readonly busy: number;
  /** The most memory that it had at once. */
  readonly mebibytes: number;
}

// The kernel counts a child for its parent, whatever runtime it has; Node does not hand that on, Python does.
const counter = `
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL).returncode
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, used.ru_maxrss, round((used.ru_utime + used.ru_stime) * 1000))
`;

/** What a whole process costs, whatever it is written in. Throws when it fails. */
export function processCost(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
): ProcessCost {
  const start = performance.now();
  const { stdout, stderr } = spawnSync("python3", ["-c", counter, ...command], {
    env,
    encoding: "utf8",
  });
  const milliseconds = performance.now() - start;
  const [status, kibibytes, busy] = stdout.trim().split(" ").map(Number);
  if (status !== 0) throw new Error(`${command.join(" ")}: ${stderr}`);
  return {
    milliseconds,
    busy: busy ?? Number.NaN,
    mebibytes: (kibibytes ?? Number.NaN) / 1024,
  };
}
