import { closeSync, openSync } from "node:fs";
import { processStat } from "../system/processes/process-stat.ts";

const path = "/dev/tty";

/**
 * A descriptor of the terminal that controls this process and in whose foreground it is, whatever stdin is; null: there is
 * none. A program in the background would be stopped by asking there, and nobody looks at it.
 */
export function openOwnTerminal(): number | null {
  if (process.platform === "win32") return null;
  const stat = processStat("self");
  if (stat && (stat.terminal === 0 || stat.foreground !== stat.group))
    return null;
  try {
    return openSync(path, "r+");
  } catch {
    return null;
  }
}

/** Is there one? On Windows nobody can tell: there stdin is believed. */
export function hasOwnTerminal(isInteractive: boolean): boolean {
  if (process.platform === "win32") return isInteractive;
  const fd = openOwnTerminal();
  if (fd === null) return false;
  closeSync(fd);
  return true;
}
