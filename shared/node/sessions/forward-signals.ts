import { readFileSync } from "node:fs";

/** Passed on always; those that the terminal sends reach the command by themselves. */
const forwarded = [
  "SIGTERM",
  "SIGHUP",
  // A listener also keeps Node from opening its debugger.
  "SIGUSR1",
  "SIGUSR2",
  "SIGCONT",
  "SIGALRM",
  "SIGPIPE",
] as const;
const fromTerminal = ["SIGINT", "SIGQUIT"] as const;

/** Until what is returned is called, no signal but SIGKILL ends this process: `pass` gets those that the command has not got. */
export function forwardSignals(
  pass: (signal: NodeJS.Signals) => void,
): () => void {
  const listeners = new Map<NodeJS.Signals, () => void>();
  for (const signal of forwarded) listeners.set(signal, () => pass(signal));
  for (const signal of fromTerminal)
    listeners.set(signal, () => {
      if (!isInForeground()) pass(signal);
    });
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/**
 * True when our process group is the foreground group of a terminal. Ctrl-C has then reached the command
 * already: sending it again would be a second Ctrl-C. Fields 5 and 8 of proc(5) stat.
 */
function isInForeground(): boolean {
  try {
    const stat = readFileSync("/proc/self/stat", "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return fields[2] === fields[5];
  } catch {
    return process.stdin.isTTY;
  }
}
