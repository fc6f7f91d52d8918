import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { performance } from "node:perf_hooks";

const rounds = Number(process.env["BENCH_ROUNDS"] ?? 31);

export interface Contender {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

export function milliseconds(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
): number {
  const [executable = "", ...args] = command;
  const start = performance.now();
  const { status } = spawnSync(executable, args, { env, stdio: "ignore" });
  if (status !== 0)
    throw new Error(`${command.join(" ")} ended with ${String(status)}`);
  return performance.now() - start;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/**
 * Milliseconds of processor of all children that have ended, in steps of ten (proc_pid_stat(5), cutime and cstime); NaN where
 * there is no /proc.
 */
function busyOfChildren(): number {
  try {
    const stat = readFileSync("/proc/self/stat", "utf8");
    const fields = stat.slice(stat.lastIndexOf(")")).split(" ");
    return 10 * (Number(fields[14]) + Number(fields[15]));
  } catch {
    return Number.NaN;
  }
}

/**
 * Runs all contenders in turn, round after round, and prints the median of each by the clock, the mean of its processor time,
 * which says more on a busy machine, and the ratios of both to the first.
 */
export function race(
  title: string,
  contenders: readonly Contender[],
  count = rounds,
): number[] {
  const times = contenders.map((): number[] => []);
  const busy = contenders.map(() => 0);
  for (const { command, env } of contenders) milliseconds(command, env);
  for (let round = 0; round < count; round++)
    contenders.forEach(({ command, env }, index) => {
      const before = busyOfChildren();
      times[index]?.push(milliseconds(command, env));
      busy[index] = (busy[index] ?? 0) + busyOfChildren() - before;
    });
  const medians = times.map(median);
  console.log(
    `\n${title} (medians of ${String(count)}; mean of the processor)`,
  );
  contenders.forEach(({ name }, index) => {
    const figure = (all: readonly number[]) => {
      const [own = Number.NaN, first = Number.NaN] = [all[index], all[0]];
      return `${own.toFixed(1).padStart(8)} ms ${(own / first).toFixed(2).padStart(5)}x`;
    };
    const means = busy.map((sum) => sum / count);
    console.log(`  ${name.padEnd(44)} ${figure(medians)}  ${figure(means)}`);
  });
  return medians;
}
