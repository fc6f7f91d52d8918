import { spawnSync } from "node:child_process";

/** Runs a command to its end on a disk of so many bytes at `folder`, which only that process sees; its output, "" where none could be mounted. */
export function onSmallDisk(
  folder: string,
  bytes: number,
  ...command: readonly string[]
): string {
  const mounted = `mount -t tmpfs -o size=${String(bytes)},mode=0700 none "$0" && exec "$@"`;
  const args = ["-m", "sh", "-c", mounted, folder, ...command];
  const options = { encoding: "utf8", timeout: 20_000 } as const;
  return spawnSync("unshare", args, options).stdout;
}

/** Only root may mount one. */
export function hasSmallDisks(folder: string): boolean {
  return onSmallDisk(folder, 65_536, "echo", "mounted") === "mounted\n";
}
