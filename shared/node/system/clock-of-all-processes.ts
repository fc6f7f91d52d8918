import { readFileSync } from "node:fs";

const uptime = "/proc/uptime";

/**
 * Milliseconds of a clock that all processes of this machine share, whatever runs them, in steps of ten on Linux. Where it goes on
 * while the machine sleeps, a deadline is over early, never late.
 *
 * `process.hrtime` is such a clock under Node alone: Bun (1.4) counts it from the start of each process, and an agent that had
 * lived for longer than a caller waits took every request for given up. Nor has Bun a fraction in `os.uptime()`.
 */
export function machineMs(): number {
  if (process.platform !== "linux")
    return Number(process.hrtime.bigint() / 1_000_000n);
  const [seconds] = readFileSync(uptime, "utf8").split(" ");
  return Number(seconds) * 1000;
}
