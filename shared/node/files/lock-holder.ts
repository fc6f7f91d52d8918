import { readlinkSync } from "node:fs";
import {
  isAlive,
  isSameProcess,
  ownIdentity,
  type ProcessIdentity,
} from "../system/processes/process-identity.ts";
import { newUuid } from "./atomic-file.ts";

/** Who has a lock, or waits for one. */
export interface LockHolder extends ProcessIdentity {
  /**
   * Numbers of processes mean something only inside it; empty where the system has none; null: of a release that did not say it. The
   * nonce of a process that sees the processes of another one: nobody is in the same.
   */
  readonly pidNamespace: string | null;
  /** Of this one time that it is held. */
  readonly nonce: string;
}

/** `elsewhere`: of another container, machine or boot, whose processes cannot be seen from here. */
export type HolderState = "alive" | "gone" | "elsewhere";

/** This process as a lock names its holder. `nonce`: of this lock alone. */
export function thisProcess(nonce: string): LockHolder {
  self ??= { ...ownIdentity(), pidNamespace: ownPidNamespace(nonce) };
  return { ...self, nonce };
}

/** It stays what it is, and a log takes its lock for each line. */
let self: Omit<LockHolder, "nonce"> | null = null;

/** Whether the process that a lock names is still there. */
export function stateOf(holder: LockHolder): HolderState {
  const own = thisProcess(newUuid());
  if (isSameProcess(holder, own) && holder.pidNamespace === own.pidNamespace)
    return "alive";
  // Such a lock is older than this release, and no other boot is still at work on it.
  if (holder.pidNamespace === null) return isAlive(holder) ? "alive" : "gone";
  const isSeen =
    holder.bootId === own.bootId && holder.pidNamespace === own.pidNamespace;
  if (!isSeen) return "elsewhere";
  return isAlive(holder) ? "alive" : "gone";
}

/** Null for a text that is none of ours. */
export function readHolder(text: string): LockHolder | null {
  try {
    const { pid, startTime, bootId, pidNamespace, nonce } = JSON.parse(
      text,
    ) as Partial<LockHolder>;
    return typeof pid === "number" &&
      typeof startTime === "string" &&
      typeof bootId === "string" &&
      typeof nonce === "string"
      ? {
          pid,
          startTime,
          bootId,
          nonce,
          pidNamespace: pidNamespace ?? null,
        }
      : null;
  } catch {
    return null;
  }
}

function ownPidNamespace(nonce: string): string {
  try {
    const isOwnProc = readlinkSync("/proc/self") === String(process.pid);
    return isOwnProc ? readlinkSync("/proc/self/ns/pid") : nonce;
  } catch {
    return "";
  }
}
