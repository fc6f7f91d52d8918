import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import { basename } from "node:path";
import { sessionVariable } from "../../../core/sessions/outside-variables.ts";
import type { Lease } from "../../../core/sessions/lease.ts";
import {
  isAlive,
  processIdentity,
  type ProcessIdentity,
} from "../../system/processes/process-identity.ts";

/** Most end at once: the pause before the first look at them. It doubles with each. */
const firstLookMs = 20;
const lookMs = 500;
/** So long a program has to end by itself before it is killed. */
export const graceMs = 10_000;

/**
 * A connection outlives the file that its credential was read from, so what a session's end leaves connected is ended
 * too: of `exec` everything that was started in it, of a shell each talosctl, while the shell and the rest stay. It is
 * SIGTERM now, and SIGKILL after ten seconds, as `endProcesses` says. Linux alone says what runs in a session.
 */
export function endConnected(lease: Lease, isPassing = false): void {
  if (lease.keepsRunning || process.platform !== "linux") return;
  const running = processesIn(lease.id).filter(
    (pid) => lease.kind === "exec" || isTalosctl(pid),
  );
  endProcesses(
    running.flatMap((pid) => processIdentity(pid) ?? []),
    isPassing,
  );
}

/** A process that has the session's variables, where the system says it; null: none has. */
export function startedIn({ id }: Lease): ProcessIdentity | null {
  if (process.platform !== "linux") return null;
  for (const pid of processesIn(id)) {
    const found = processIdentity(pid);
    if (found) return found;
  }
  return null;
}

/**
 * Ends processes: SIGTERM, and SIGKILL for those that live on. The holder of a session lives until they are gone, since nobody
 * else would kill them; a command that only found it over (`isPassing`) does not wait for them.
 */
export function endProcesses(
  processes: readonly ProcessIdentity[],
  isPassing = false,
): void {
  for (const { pid } of processes) {
    signal(pid, "SIGTERM");
    // One that is stopped has to go on to end.
    signal(pid, "SIGCONT");
  }
  let leftMs = graceMs;
  let pauseMs = firstLookMs;
  const look = (): void => {
    const living = processes.filter(isAlive);
    if (living.length === 0) return;
    if (leftMs <= 0) return living.forEach(({ pid }) => signal(pid, "SIGKILL"));
    const timer = setTimeout(look, pauseMs);
    if (isPassing) timer.unref();
    leftMs -= pauseMs;
    pauseMs = Math.min(pauseMs * 2, lookMs);
  };
  look();
}

/** Processes of ours whose environment names the session; this one is not among them. */
function processesIn(id: string): readonly number[] {
  const mark = `${sessionVariable}=${id}`;
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name) && name !== String(process.pid))
    .filter((name) => isOurs(name) && environmentOf(name).includes(mark))
    .map(Number);
}

function isOurs(pid: string): boolean {
  return (
    statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid ===
    process.getuid?.()
  );
}

function environmentOf(pid: string): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}

/** `talosctl-linux-amd64` as well. */
function isTalosctl(pid: number): boolean {
  try {
    const program = readlinkSync(`/proc/${String(pid)}/exe`);
    return basename(program).startsWith("talosctl");
  } catch {
    return false;
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended by itself.
  }
}
