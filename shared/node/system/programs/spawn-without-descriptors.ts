import type { ChildProcess, SpawnOptions } from "node:child_process";
import { closeSync, openSync, readdirSync, readFileSync } from "node:fs";
import { devNull } from "node:os";
import type { Readable, Writable } from "node:stream";
import { childProcesses } from "./child-processes.ts";

/** A pipe to us, nothing, or a descriptor of ours. */
type Stream = "pipe" | "ignore" | number;

export interface BareOptions<
  In extends Stream,
  Out extends Stream,
> extends Omit<SpawnOptions, "stdio"> {
  /** Of stdin, stdout and stderr. */
  readonly stdio: readonly [In, Out, "ignore" | number];
}

export type Bare<In extends Stream, Out extends Stream> = ChildProcess & {
  readonly stdin: In extends "pipe" ? Writable : null;
  readonly stdout: Out extends "pipe" ? Readable : null;
};

/**
 * Starts a process with nothing of ours open but the three streams. Node closes for a child what Node has opened; Chromium
 * has sockets and files open that every child inherits, and who started us may have left us some. A child that keeps them
 * keeps alive what hangs on them: all other processes of Electron after a kill of its first, a lock, the reader of a pipe.
 */
export function spawnWithoutDescriptors<In extends Stream, Out extends Stream>(
  program: string,
  args: readonly string[],
  { stdio, ...options }: BareOptions<In, Out>,
): Bare<In, Out> {
  const { spawn } = childProcesses();
  const start = (streams: Stream[]) =>
    spawn(program, args, { ...options, stdio: streams }) as Bare<In, Out>;
  const inherited = inheritedDescriptors();
  if (inherited.length === 0) return start([...stdio]);
  const nothing = openSync(devNull, "r+");
  try {
    const streams: Stream[] = [...stdio];
    for (const fd of inherited) {
      while (streams.length < fd) streams.push("ignore");
      streams[fd] = nothing;
    }
    return start(streams);
  } finally {
    closeSync(nothing);
  }
}

const closeOnExec = 0o2000000;
const firstOther = 3;

/** Descriptors past stderr that a child gets, in order: those without O_CLOEXEC (proc_pid_fdinfo(5)). Linux says so. */
function inheritedDescriptors(): readonly number[] {
  if (process.platform !== "linux") return [];
  try {
    return readdirSync("/proc/self/fdinfo")
      .map(Number)
      .filter((fd) => fd >= firstOther && isInherited(fd))
      .toSorted((a, b) => a - b);
  } catch {
    return [];
  }
}

function isInherited(fd: number): boolean {
  try {
    const text = readFileSync(`/proc/self/fdinfo/${String(fd)}`, "utf8");
    const [, flags = "0"] = /^flags:\s*([0-7]+)$/m.exec(text) ?? [];
    return (Number.parseInt(flags, 8) & closeOnExec) === 0;
  } catch {
    // Closed meanwhile, as the one that read the folder.
    return false;
  }
}
