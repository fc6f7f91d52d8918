import { fstatSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Tty from "node:tty";

/** Major numbers of devices on Linux (Documentation/admin-guide/devices.txt). */
const memoryDevices = 1;
const consoles = 4;
const pseudoTerminals = { first: 136, last: 143 } as const;

/**
 * Whether a descriptor is a terminal. What the system says of the device is enough nearly always; `node:tty`, which costs the one
 * executable a tenth of an `exec`, is asked about the rest.
 */
export function isTerminal(fd: number): boolean {
  try {
    const found = fstatSync(fd);
    if (!found.isCharacterDevice()) return false;
    if (process.platform === "linux") {
      const major = Math.floor(found.rdev / 256) % 4096;
      if (major === memoryDevices) return false;
      const { first, last } = pseudoTerminals;
      if (major === consoles || (major >= first && major <= last)) return true;
    }
  } catch {
    return false;
  }
  const { isatty } = createRequire(import.meta.url)("node:tty") as typeof Tty;
  return isatty(fd);
}
