import { closeSync, fstatSync } from "node:fs";
import { createRequire } from "node:module";
import type * as Tty from "node:tty";

/** Major numbers of devices on Linux (Documentation/admin-guide/devices.txt). */
const memoryDevices = 1;
const consoles = 4;
const pseudoTerminals = { first: 136, last: 143 } as const;
/** Of each major number. */
const pseudoTerminalsEach = 256;
const isPseudoTerminal = (major: number) =>
  major >= pseudoTerminals.first && major <= pseudoTerminals.last;

/**
 * Whether a descriptor is a terminal. What the system says of the device is enough nearly always; `node:tty`, which costs the one
 * executable a tenth of an `exec`, is asked about the rest.
 */
export function isTerminal(fd: number): boolean {
  const major = deviceOf(fd);
  if (major === null || major === memoryDevices) return false;
  if (major === consoles || isPseudoTerminal(major)) return true;
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

/** The number of a terminal's device as `ps` writes it, `pts/3`; null: it is of no terminal. */
export function terminalName(device: number): string | null {
  const major = (device >> 8) & 0xfff;
  const minor = (device & 0xff) | ((device >> 12) & 0xfff00);
  if (isPseudoTerminal(major))
    return `pts/${String((major - pseudoTerminals.first) * pseudoTerminalsEach + minor)}`;
  return major === consoles && minor < 64 ? `tty${String(minor)}` : null;
}
