import { processStat, type ProcessStat } from "./process-stat.ts";

const farthest = 32;

/** A process, its parent, and so on up to what started everything; nothing where there is no /proc. */
export function* withAncestors(start: number): Generator<ProcessStat> {
  let pid = start;
  for (let depth = 0; depth < farthest && pid > 1; depth += 1) {
    const stat = processStat(pid);
    if (!stat) return;
    yield stat;
    pid = stat.parent;
  }
}
