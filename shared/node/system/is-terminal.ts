import { closeSync, fstatSync } from "node:fs";
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
  const major = deviceOf(fd);
  if (major === null || major === memoryDevices) return false;
  const { first, last } = pseudoTerminals;
  if (major === consoles || (major >= first && major <= last)) return true;
  return askWhetherTerminal(fd);
}

/** The major number of a device that gives characters, on Linux; -1 elsewhere; null: it is something else. */
function deviceOf(fd: number): number | null {
  try {
    const found = fstatSync(fd);
    if (!found.isCharacterDevice()) return null;
    if (process.platform !== "linux") return -1;
    return Math.floor(found.rdev / 256) % 4096;
  } catch {
    return null;
  }
}

function askWhetherTerminal(fd: number): boolean {
  const { isatty } = createRequire(import.meta.url)("node:tty") as typeof Tty;
  return isatty(fd);
}

/**
 * For the end of a process under Node, which gives terminals back as it found them: Node 20 aborts where one of them is gone, and not
 * with the code that the process ends with. A descriptor that is closed it passes by.
 */
export function closeLostTerminals(): void {
  for (const fd of [0, 1, 2]) if (isLost(fd)) closeSync(fd);
}

/** A terminal that nobody is at any more takes no commands for terminals. */
function isLost(fd: number): boolean {
  const device = deviceOf(fd);
  return device !== null && device !== memoryDevices && !askWhetherTerminal(fd);
}
