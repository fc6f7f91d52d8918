import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readFileSync,
  readSync,
  writeSync,
  type BigIntStats,
  type Stats,
} from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { readWhole } from "./read-whole.ts";
import { isOfAnother, judgeFolder, UnsafeFile } from "./unsafe-file.ts";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_RDWR } =
  constants;
const privateMode = 0o600;
/* oxlint-disable no-bitwise */
const forReading = O_RDONLY | O_NOFOLLOW | O_NONBLOCK;
const flagsForNamed = O_RDONLY | O_NONBLOCK;
const forUpdating = O_CREAT | O_RDWR | O_NOFOLLOW | O_NONBLOCK;
const forAppending = O_APPEND | forUpdating;
/* oxlint-enable no-bitwise */
const flagsFor = {
  read: forReading,
  update: forUpdating,
  append: forAppending,
} as const;

/**
 * Throws `UnsafeFile` where a link, a folder, a pipe or the like stands in a file's place, or its folder is not ours alone.
 * A free place is fine. Throws the system's error where the folder is not there.
 */
export function judgeOwn(path: string): void {
  judgeFolder(path);
  const present = lstatSync(path, { throwIfNoEntry: false });
  if (present && !present.isFile())
    throw new UnsafeFile(kindOf(present), null, path);
  if (present) judge(present);
}

/**
 * Reads a file of ours in a folder of ours: no link is followed, no pipe waited for, nothing of another user believed, no
 * more read than `largest` bytes. What is judged is the descriptor that is read. Null where there is none. Throws the system's error, or `UnsafeFile`.
 */
export async function readOwn(
  path: string,
  largest: number,
): Promise<Uint8Array | null> {
  try {
    judgeFolder(path);
    const fd = openSync(path, forReading);
    try {
      return await readWhole(fd, judge(fstatSync(fd), largest));
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return explain(error);
  }
}

/** What was read, and what the file system said of the file then. */
export interface ReadFile {
  readonly bytes: Uint8Array;
  readonly stamp: string;
}

/**
 * `readOwn` for a large file that is looked at again and again: `known` itself where its stamp is still the file's.
 * @param now by the clock that stamps files, in milliseconds
 */
export async function readOwnAgain(
  path: string,
  largest: number,
  known: ReadFile | null,
  now: number,
): Promise<ReadFile | null> {
  try {
    judgeFolder(path);
    const fd = openSync(path, forReading);
    try {
      const found = judge(fstatSync(fd), largest);
      const stamp = stampOf(fstatSync(fd, { bigint: true }), now);
      if (known !== null && stamp !== "" && stamp === known.stamp) return known;
      return { bytes: await readWhole(fd, found), stamp };
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return explain(error);
  }
}

/** Coarser than the stamps of any file system (FAT: two seconds). */
const coarseMs = 2500;

/**
 * Device, inode, size and both times: every write of a file changes its ctime, and nobody sets that. Empty where the last
 * change is so young that another one could bear the same time.
 */
function stampOf(
  { dev, ino, size, mtimeNs, ctimeNs }: BigIntStats,
  now: number,
): string {
  const age = now - Number(ctimeNs / 1_000_000n);
  return age < coarseMs ? "" : [dev, ino, size, mtimeNs, ctimeNs].join(":");
}

/** `readOwn` for small files of text, at once. */
export function readOwnSync(path: string, largest: number): string | null {
  try {
    judgeFolder(path);
    const fd = openSync(path, forReading);
    try {
      judge(fstatSync(fd), largest);
      return readFileSync(fd, "utf8");
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return explain(error);
  }
}

/**
 * The end of a file of ours, `most` bytes at most, and whether that is all of it; for files that only grow. Null where there
 * is none. Throws the system's error, or `UnsafeFile`.
 */
export function readOwnEndSync(
  path: string,
  most: number,
): { readonly bytes: Uint8Array; readonly isWhole: boolean } | null {
  try {
    judgeFolder(path);
    const fd = openSync(path, forReading);
    try {
      const { size } = judge(fstatSync(fd));
      const start = Math.max(0, size - most);
      const bytes = Buffer.alloc(size - start);
      const length = readSync(fd, bytes, 0, bytes.length, start);
      return { bytes: bytes.subarray(0, length), isWhole: start === 0 };
    } finally {
      closeSync(fd);
    }
  } catch (error) {
    return explain(error);
  }
}

/** The bytes of a file of ours between two places, as far as it goes. Throws the system's error, or `UnsafeFile`. */
export function readOwnRangeSync(
  path: string,
  from: number,
  to: number,
): Buffer {
  return withOwnSync(path, "read", (fd, size) => {
    const bytes = Buffer.alloc(Math.max(0, Math.min(to, size) - from));
    const length = readSync(fd, bytes, 0, bytes.length, from);
    return bytes.subarray(0, length);
  });
}

/** How many bytes a file of ours has; 0 where there is none. Throws the system's error, or `UnsafeFile`. */
export function ownLengthSync(path: string): number {
  try {
    return withOwnSync(path, "read", (_fd, size) => size);
  } catch (error) {
    return explain(error) ?? 0;
  }
}

/** Whether something has the name, a link that points nowhere too. Throws the system's error. */
export function isTaken(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Whether two names are of one file. */
export function isSameOwn(a: string, b: string): boolean {
  const quietly = { bigint: true, throwIfNoEntry: false } as const;
  const [left, right] = [lstatSync(a, quietly), lstatSync(b, quietly)];
  return (
    left !== undefined && left.ino === right?.ino && left.dev === right.dev
  );
}

/**
 * Opens a file of ours for as long as `work` takes: to read it, or, made where there is none, to append to it or to write in
 * its place. Throws the system's error, or `UnsafeFile`.
 */
export function withOwnSync<T>(
  path: string,
  how: keyof typeof flagsFor,
  work: (fd: number, size: number) => T,
): T {
  let fd: number;
  try {
    judgeFolder(path);
    fd = openSync(path, flagsFor[how], privateMode);
  } catch (error) {
    throw unsafeBy(error) ?? error;
  }
  try {
    return work(fd, judge(fstatSync(fd)).size);
  } finally {
    closeSync(fd);
  }
}

/** A full disk writes a part and says how much. Throws the system's error. */
export function writeAll(fd: number, bytes: Uint8Array): void {
  let written = 0;
  while (written < bytes.length)
    written += writeSync(fd, bytes, written, bytes.length - written);
}

interface Pieces {
  /** Of one of them, in bytes; the last one is shorter. */
  readonly pieceLength: number;
  /** What is larger is refused. */
  readonly largest: number;
}

/**
 * The bytes of a file of ours from a place on, a piece at a time, each good until the next is asked for; none where there is
 * no file, unless `isNeeded`. What is appended meanwhile is not read. Throws the system's error, or `UnsafeFile`.
 */
export async function* readOwnInPieces(
  path: string,
  from: number,
  {
    pieceLength,
    largest,
    isNeeded = false,
  }: Pieces & { readonly isNeeded?: boolean },
): AsyncGenerator<Uint8Array, void, void> {
  const file = await openForReading(path);
  if (file === null) {
    if (isNeeded) throw Object.assign(new Error(), { code: "ENOENT" });
    return;
  }
  try {
    const { size } = judge(await file.stat(), largest);
    yield* piecesOf(file, from, size, pieceLength);
  } finally {
    await file.close();
  }
}

/**
 * The same of a file that a person put somewhere, whoever else may write there: what is in it is judged by what it says. Throws the
 * system's error, `ENOENT` too, or `UnsafeFile` for what is no plain file.
 */
export async function* readNamedInPieces(
  path: string,
  { pieceLength, largest }: Pieces,
): AsyncGenerator<Uint8Array, void, void> {
  // Not blocking: a pipe without a writer is refused instead of waited for.
  const file = await open(path, flagsForNamed);
  try {
    const { size } = judgeNamed(await file.stat(), largest);
    yield* piecesOf(file, 0, size, pieceLength);
  } finally {
    await file.close();
  }
}

/** The end of such a file, `most` bytes at most. Throws the same. */
export async function readNamedEnd(
  path: string,
  most: number,
): Promise<Uint8Array> {
  const file = await open(path, flagsForNamed);
  try {
    const { size } = judgeNamed(await file.stat());
    const start = Math.max(0, size - most);
    const bytes = new Uint8Array(size - start);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, start);
    return bytes.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/**
 * The bytes of a copy that a person's folder has of a file of ours. Throws `UnsafeFile` for a link and for the file of ours itself under
 * another name; else as the others do.
 */
export async function* readCopyInPieces(
  path: string,
  original: string,
  { pieceLength, largest }: Pieces,
): AsyncGenerator<Uint8Array, void, void> {
  // Windows has no flag against links.
  if (lstatSync(path).isSymbolicLink()) throw new UnsafeFile("a link");
  const file = await openPlain(path);
  try {
    const { size } = judgeNamed(await file.stat(), largest);
    const { dev, ino } = await file.stat({ bigint: true });
    const is = lstatSync(original, { bigint: true });
    if (is.dev === dev && is.ino === ino)
      throw new UnsafeFile("the same file under another name");
    yield* piecesOf(file, 0, size, pieceLength);
  } finally {
    await file.close();
  }
}

async function openPlain(path: string): Promise<FileHandle> {
  try {
    return await open(path, forReading);
  } catch (error) {
    throw unsafeBy(error) ?? error;
  }
}

function judgeNamed(found: Stats, largest = Infinity): Stats {
  if (!found.isFile()) throw new UnsafeFile(kindOf(found));
  if (found.size > largest) throw new UnsafeFile("far too large");
  return found;
}

async function* piecesOf(
  file: FileHandle,
  from: number,
  size: number,
  pieceLength: number,
): AsyncGenerator<Uint8Array, void, void> {
  const piece = new Uint8Array(Math.min(pieceLength, Math.max(size - from, 0)));
  let at = from;
  while (at < size) {
    const wanted = Math.min(piece.length, size - at);
    const { bytesRead } = await file.read(piece, 0, wanted, at);
    if (bytesRead === 0) return;
    at += bytesRead;
    yield piece.subarray(0, bytesRead);
  }
}

async function openForReading(path: string): Promise<FileHandle | null> {
  try {
    judgeFolder(path);
    return await open(path, forReading);
  } catch (error) {
    return explain(error);
  }
}

function judge(found: Stats, largest = Infinity): Stats {
  if (!found.isFile()) throw new UnsafeFile(kindOf(found));
  if (isOfAnother(found)) throw new UnsafeFile("a file of another user");
  if (found.size > largest) throw new UnsafeFile("far too large");
  return found;
}

function kindOf(found: Stats): string {
  if (found.isSymbolicLink()) return "a link";
  if (found.isDirectory()) return "a folder";
  if (found.isFIFO()) return "a named pipe";
  return found.isSocket() ? "a socket" : "a device";
}

/** Null where no file is; else what stands in the way is said. */
function explain(error: unknown): null {
  if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
  throw unsafeBy(error) ?? error;
}

/** What open(2) says of things that are no file, before there is anything to look at. */
const unsafeCodes = new Map([
  ["ELOOP", "a link"],
  ["ENXIO", "a socket"],
  ["EISDIR", "a folder"],
]);

function unsafeBy(error: unknown): UnsafeFile | null {
  const what = unsafeCodes.get((error as NodeJS.ErrnoException).code ?? "");
  return what === undefined ? null : new UnsafeFile(what);
}
