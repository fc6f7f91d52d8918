import { limits } from "../../core/limits.ts";
import { readProcess } from "../../core/sessions/lease.ts";
import { writeAtomicallySync } from "../files/atomic-file.ts";
import { readOwnSync } from "../files/own-file.ts";
import {
  processIdentity,
  type ProcessIdentity,
} from "../system/processes/process-identity.ts";

const largest = limits.processFile.most;

/** Writes down which process this one is. Throws the system's error. */
export function writeProcessFile(path: string): void {
  const self = processIdentity(process.pid);
  writeAtomicallySync(path, JSON.stringify(self), { durable: false });
}

/** The process that said so in this file; null where it cannot be read. */
export function readProcessFile(path: string): ProcessIdentity | null {
  try {
    return readProcess(readOwnSync(path, largest) ?? "");
  } catch {
    return null;
  }
}
