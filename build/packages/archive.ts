// tar.gz for who has another package manager, or none: unpacked into a prefix, everything is where it belongs.
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  rmSync,
  symlinkSync,
} from "node:fs";
import { dirname, join } from "node:path";
import type { PackagedFile } from "./content.ts";

/**
 * Packs `files` below one folder `name`, without the leading `/usr`, the same bytes for the same files. `work`: a folder of our
 * own for what is packed. Throws tar's own words.
 */
export function makeArchive(
  name: string,
  files: readonly PackagedFile[],
  { folder, work, seconds }: { folder: string; work: string; seconds: number },
): string {
  const root = join(work, name);
  rmSync(root, { recursive: true, force: true });
  for (const file of files) {
    if (!file.to.startsWith("/usr/")) continue;
    const target = join(root, file.to.slice("/usr/".length));
    mkdirSync(dirname(target), { recursive: true });
    if ("link" in file) symlinkSync(file.link, target);
    else {
      copyFileSync(file.from, target);
      // Who unpacks it is not root, whose mark the helper would need.
      chmodSync(target, file.mode & 0o777);
    }
  }
  const target = join(folder, `${name}.tar.gz`);
  const { status, stderr } = spawnSync(
    "tar",
    [
      "--create",
      `--file=${target}`,
      `--directory=${work}`,
      "--sort=name",
      "--owner=0",
      "--group=0",
      "--numeric-owner",
      "--mode=go=rX",
      `--mtime=@${String(seconds)}`,
      "--format=posix",
      "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime",
      "--use-compress-program=gzip --no-name --fast",
      name,
    ],
    { encoding: "utf8" },
  );
  rmSync(root, { recursive: true });
  if (status !== 0) throw new Error(`tar: ${stderr}`);
  return target;
}
