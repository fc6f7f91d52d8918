import { chmodSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Machine } from "../cli/harness.ts";

/**
 * A terminal as far as the app can tell: it runs what stands behind -e, in a session of its own, and `shell` in that. What
 * is printed goes into the file `log` of the person's home.
 */
export function withStandInTerminal(
  machine: Machine,
  shell: string,
): NodeJS.ProcessEnv {
  const bin = join(machine.folder, "bin");
  mkdirSync(bin);
  chmodSync(bin, 0o755);
  const place = (path: string, lines: readonly string[]) => {
    writeFileSync(path, ["#!/bin/sh", ...lines, ""].join("\n"));
    chmodSync(path, 0o755);
    return path;
  };
  place(join(bin, "x-terminal-emulator"), [
    "shift",
    'setsid "$@" </dev/null >>"$HOME/log" 2>&1 &',
  ]);
  // What it is asked for goes into the log, in one line.
  place(join(bin, "talosctl"), ['echo "talosctl $*; config ${TALOSCONFIG:+there}"']); // prettier-ignore
  const SHELL = place(join(machine.folder, "shell"), [shell]);
  return { PATH: `${bin}:${process.env["PATH"] ?? ""}`, SHELL };
}
