import { readFileSync } from "node:fs";
import { boundedRun, childProcesses } from "../programs/child-processes.ts";
import { processStat, type ProcessStat } from "./process-stat.ts";

/** A process, told from a later one with the same number. */
export interface ProcessIdentity {
  readonly pid: number;
  /** In the system's own units; only equality counts. */
  readonly startTime: string;
  /** Of the running system; another one after every boot. */
  readonly bootId: string;
}

/** The process that runs under this number now; null when none does. */
export function processIdentity(pid: number): ProcessIdentity | null {
  const startTime = startTimeOf(pid);
  return startTime === null ? null : { pid, startTime, bootId: bootId() };
}

/** The process that a line of /proc is about; null where it has ended. */
export function identityIn(stat: ProcessStat): ProcessIdentity | null {
  const startTime = startTimeIn(stat);
  return startTime === null
    ? null
    : { pid: stat.pid, startTime, bootId: bootId() };
}

/** This process, also where /proc has the processes of another pid namespace. */
export function ownIdentity(): ProcessIdentity {
  const stat = processStat("self");
  const startTime = stat ? startTimeIn(stat) : startTimeOf(process.pid);
  if (startTime === null) throw new Error("this process cannot be identified");
  return { pid: process.pid, startTime, bootId: bootId() };
}

/** True while the very same process lives: number, start time and boot agree. */
export function isAlive(identity: ProcessIdentity): boolean {
  const present = processIdentity(identity.pid);
  return present !== null && isSameProcess(present, identity);
}

/** A number alone may be another process's by now. */
export function isSameProcess(a: ProcessIdentity, b: ProcessIdentity): boolean {
  return (
    a.pid === b.pid && a.startTime === b.startTime && a.bootId === b.bootId
  );
}

/** Resolves when the process is gone; does not keep this one alive by itself. */
export function waitForDeath(identity: ProcessIdentity): Promise<void> {
  const pauseMs = 500;
  return new Promise((resolve) => {
    const timer = setInterval(() => {
      if (isAlive(identity)) return;
      clearInterval(timer);
      resolve();
    }, pauseMs);
  });
}

let knownBootId: string | null = null;

export function bootId(): string {
  knownBootId ??= readBootId();
  return knownBootId;
}

function readBootId(): string {
  if (process.platform === "linux")
    return readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
  if (process.platform === "darwin")
    return outputOf("sysctl", ["-n", "kern.bootsessionuuid"]) ?? "";
  return (
    outputOf("powershell", [
      "-NoProfile",
      "-Command",
      "(Get-CimInstance Win32_OperatingSystem).LastBootUpTime.Ticks",
    ]) ?? ""
  );
}

function startTimeOf(pid: number): string | null {
  if (process.platform === "linux") return startTimeOnLinux(pid);
  if (process.platform === "darwin")
    return outputOf("ps", ["-o", "lstart=", "-p", String(pid)]);
  return outputOf("powershell", [
    "-NoProfile",
    "-Command",
    `(Get-Process -Id ${String(pid)}).StartTime.Ticks`,
  ]);
}

function startTimeOnLinux(pid: number): string | null {
  const stat = processStat(pid);
  return stat && startTimeIn(stat);
}

/** A zombie has ended; only its parent has not looked yet. */
function startTimeIn({ state, startTime }: ProcessStat): string | null {
  return state === "Z" || state === "X" ? null : startTime || null;
}

function outputOf(program: string, args: readonly string[]): string | null {
  const { status, stdout } = childProcesses().spawnSync(program, args, {
    encoding: "utf8",
    ...boundedRun,
  });
  const text = status === 0 ? stdout.trim() : "";
  return text === "" ? null : text;
}
