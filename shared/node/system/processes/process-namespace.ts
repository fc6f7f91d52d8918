import { readlinkSync } from "node:fs";

/**
 * The namespace of process numbers that this process is in, as namespaces(7) writes it: two processes with the same text
 * mean the same one by a number. Null where the system has none.
 */
export function processNamespace(): string | null {
  try {
    return readlinkSync("/proc/self/ns/pid");
  } catch {
    return null;
  }
}
