import { readFileSync, writeFileSync } from "node:fs";

/** Which kinds of memory the kernel writes into a core dump, as bits: core(5). Children inherit it, through execve too. */
const filterOf = (process: number | "self") =>
  `/proc/${String(process)}/coredump_filter`;
const noMemory = "0";

let given: string | null = null;

/**
 * From now on a core dump of this process has its registers (with what was copied in that instant) and no memory, whoever
 * gets it: a file, or a program that the kernel pipes it to, from which a limit of 0 keeps nothing. What we start inherits
 * that. Linux alone has such a filter; elsewhere, and where /proc is not writable, nothing changes.
 */
export function leaveMemoryOutOfDumps(): void {
  if (process.platform !== "linux") return;
  try {
    given ??= `0x${readFileSync(filterOf("self"), "utf8").trim()}`;
    writeFileSync(filterOf("self"), noMemory);
  } catch {
    given = null;
  }
}

/** A program that is the person's own, as the command of `exec`: it dumps what it would have without us, once it runs. */
export function dumpAsGiven({
  pid,
}: {
  readonly pid?: number | undefined;
}): void {
  if (given === null || pid === undefined) return;
  try {
    writeFileSync(filterOf(pid), given);
  } catch {
    // It has ended, or is of another user now.
  }
}
