import { lstatSync, type BigIntStats, type Stats } from "node:fs";
import { dirname } from "node:path";

const othersBits = 0o077;

/** What is wrong with a folder, as the end of a sentence about it, and what to do. */
export interface FolderFault {
  readonly path: string;
  readonly how: string;
  readonly next: string;
}

/** Something stands where a file of ours belongs that we did not put there, or the folder around it is not ours alone. */
export class UnsafeFile extends Error {
  readonly code = "EUNSAFE";
  /** In words: "a link". */
  readonly what: string;
  /** Null: it is the file itself. */
  readonly folder: FolderFault | null;
  /** Null: the one that whoever was called knows. */
  readonly path: string | null;

  constructor(
    what: string,
    folder: FolderFault | null = null,
    path: string | null = null,
  ) {
    super(`it is ${what}`);
    this.what = what;
    this.folder = folder;
    this.path = path;
  }
}

/** Null for a real folder (no link) of ours that nobody else can enter. Throws the system's error where nothing is. */
export function faultOfFolder(path: string): FolderFault | null {
  const folder = lstatSync(path);
  const [how, next] = faultIn(folder, path) ?? [];
  return how === undefined || next === undefined ? null : { path, how, next };
}

function faultIn(folder: Stats, path: string): readonly string[] | null {
  if (folder.isSymbolicLink()) return ["is a link", "Remove the link."];
  if (!folder.isDirectory()) return ["is not a folder", "Move it away."];
  if (process.platform === "win32") return null;
  if (folder.uid !== process.getuid?.())
    return ["belongs to somebody else", "Move it away, or run as its owner."];
  return (folder.mode & othersBits) === 0
    ? null
    : ["can be entered by others", `Close it: chmod 700 ${path}`];
}

/** Throws `UnsafeFile` where a file's folder is not ours alone, and the system's error where there is none. */
export function judgeFolder(path: string): void {
  const fault = faultOfFolder(dirname(path));
  if (fault) throw new UnsafeFile(`in a folder that ${fault.how}`, fault);
}

/** Root's are left by whoever ran us once as root, and nothing holds root back. */
export function isOfAnother({ uid }: Stats | BigIntStats): boolean {
  const owner = Number(uid);
  return (
    process.platform !== "win32" && owner !== 0 && owner !== process.getuid?.()
  );
}
