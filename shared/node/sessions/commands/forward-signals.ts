import { processStat } from "../../system/processes/process-stat.ts";

/**
 * Passed on always; those that the terminal sends reach the command by themselves. Not SIGPIPE: the kernel sends it for what
 * this process writes, as to a client of its gateway that is gone, and the command would die of that.
 */
const forwarded = [
  "SIGTERM",
  "SIGHUP",
  // A listener also keeps Node from opening its debugger.
  "SIGUSR1",
  "SIGUSR2",
  "SIGCONT",
  "SIGALRM",
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

const ending = ["SIGINT", "SIGQUIT", "SIGTERM", "SIGHUP"] as const;

/** Tells of each signal that asks this process to end, also of one that the terminal has sent to what it runs. */
export function whenEnded(
  told: (signal: (typeof ending)[number]) => void,
): () => void {
  const listeners = ending.map(
    (signal) => [signal, () => told(signal)] as const,
  );
  for (const [signal, listener] of listeners) process.on(signal, listener);
  return () => {
    for (const [signal, listener] of listeners) process.off(signal, listener);
  };
}

/**
 * True when our process group is the foreground group of a terminal. Ctrl-C has then reached the command
 * already: sending it again would be a second Ctrl-C.
 */
function isInForeground(): boolean {
  const stat = processStat("self");
  return stat ? stat.group === stat.foreground : process.stdin.isTTY;
}
