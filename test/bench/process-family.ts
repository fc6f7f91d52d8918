import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const kibibytesInMebibyte = 1024;
const msInTick = 10;

/** Of a process and all that it started, shared pages counted once: PSS, MiB. */
export function memoryMib(pid: number): number {
  const kibibytes = family(pid).map((one) => {
    try {
      const rollup = readFileSync(`/proc/${String(one)}/smaps_rollup`, "utf8");
      return Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0);
    } catch {
      return 0;
    }
  });
  return kibibytes.reduce((sum, one) => sum + one, 0) / kibibytesInMebibyte;
}

/** Milliseconds of processor of a process and all that it started and that are still there. */
export function processorMs(pid: number): number {
  const ticks = family(pid).map((one) => {
    const stat = readFileSync(`/proc/${String(one)}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return Number(fields[11]) + Number(fields[12]);
  });
  return ticks.reduce((sum, one) => sum + one, 0) * msInTick;
}

function family(pid: number): readonly number[] {
  const tasks = `/proc/${String(pid)}/task`;
  const children = readdirSync(tasks).flatMap((task) =>
    startedBy(join(tasks, task, "children")),
  );
  return [pid, ...children.flatMap(family)];
}

function startedBy(path: string): readonly number[] {
  try {
    return readFileSync(path, "utf8")
      .split(" ")
      .filter((one) => one.trim() !== "")
      .map(Number);
  } catch {
    // That thread has ended.
    return [];
  }
}
