import { spawnSync } from "node:child_process";
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

/** Runs all contenders in turn, round after round, and prints each median and its ratio to the first. */
export function race(
  title: string,
  contenders: readonly Contender[],
  count = rounds,
): number[] {
  const times = contenders.map((): number[] => []);
  for (const { command, env } of contenders) milliseconds(command, env);
  for (let round = 0; round < count; round++)
    contenders.forEach(({ command, env }, index) =>
      times[index]?.push(milliseconds(command, env)),
    );
  const medians = times.map(median);
  console.log(`\n${title} (medians of ${String(count)})`);
  contenders.forEach(({ name }, index) => {
    const value = medians[index] ?? Number.NaN;
    const ratio = value / (medians[0] ?? Number.NaN);
    console.log(
      `  ${name.padEnd(44)} ${value.toFixed(1).padStart(8)} ms  ${ratio.toFixed(2)}x`,
    );
  });
  return medians;
}
