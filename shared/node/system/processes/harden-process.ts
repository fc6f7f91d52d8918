import { leaveMemoryOutOfDumps } from "./core-dump.ts";

/**
 * What each process of ours does first: no debugger by a signal, no memory in a core dump. Node opens a debugger for every
 * user of the machine when it gets SIGUSR1. A listener of ours takes that signal over, on every release; the switch for it
 * is known to newer ones alone, and only before the process starts.
 */
export function hardenProcess(): void {
  if (process.platform !== "win32") process.on("SIGUSR1", () => undefined);
  leaveMemoryOutOfDumps();
}
