// The one way to write a file of ours, to judge one before it is read, and the lock of the vault.
// Keep: Temporary file, fsync, rename, fsync of the folder; a lock removes only what its own target left.
import {
  closeSync,
  fchmodSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  renameSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { link, open, rename, unlink } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { uuidOf } from "../../core/bytes.ts";
import { systemRandom } from "../system/system-random.ts";
import { judgeOwn, writeAll } from "./own-file.ts";
import { UnconfirmedWrite } from "./unconfirmed-write.ts";

const privateMode = 0o600;
const longestName = 255;
const uuidBytes = 16;
const temporary = /^(.+)\.[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.tmp$/;

type Content = Uint8Array | string | AsyncIterable<Uint8Array>;

interface WriteOptions {
  /** Of the file, whatever the umask; for its owner alone where nothing is said. */
  readonly mode?: number;
  /** The last look before the new file takes the place; what it throws leaves the old one. */
  readonly beforeReplacing?: () => Promise<void>;
}

/**
 * Writes one of our files so that a crash leaves the old content or the new: temporary file, fsync, rename, fsync of
 * the folder. What is no plain file is not replaced. Throws the system's error, or `UnsafeFile`.
 */
export async function writeAtomically(
  path: string,
  bytes: Uint8Array | string,
  { mode = privateMode, beforeReplacing }: WriteOptions = {},
): Promise<void> {
  judgeOwn(path);
  await throughTemporary(path, bytes, mode, async (made) => {
    await beforeReplacing?.();
    await rename(made, path);
  });
  await syncFolder(dirname(path));
}

/**
 * Writes a file that the person named, in the same way. Throws the system's error: `EEXIST` where something is there
 * and `replace` is false; `UnconfirmedWrite` where it took the place of what was there.
 */
export async function writeNamed(
  path: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  replace: boolean,
): Promise<void> {
  await throughTemporary(path, bytes, privateMode, (made) =>
    // A link is made only where nothing is; a rename replaces what is there.
    replace ? rename(made, path) : link(made, path),
  );
  if (replace) return confirm(path);
  try {
    await syncFolder(dirname(path));
  } catch (error) {
    // Whoever is told that it was not written is not to leave it: there may be a credential in it.
    await unlink(path).catch(() => undefined);
    throw error;
  }
}

/**
 * Puts new content in the place of a file that the person named and that is there, in the same way; `path` is no link. False where, at
 * the last look, `isKnown` is. Throws the system's error; `UnconfirmedWrite`.
 */
export async function replaceNamed(
  path: string,
  bytes: Uint8Array,
  mode: number,
  isKnown: () => Promise<boolean>,
): Promise<boolean> {
  let isReplaced = false;
  await throughTemporary(path, bytes, mode, async (made) => {
    if (!(await isKnown())) return;
    await rename(made, path);
    isReplaced = true;
  });
  if (isReplaced) await confirm(path);
  return isReplaced;
}

async function confirm(path: string): Promise<void> {
  try {
    await syncFolder(dirname(path));
  } catch (error) {
    throw new UnconfirmedWrite(codeOf(error));
  }
}

/**
 * Makes a complete file where nothing is; false where something is. It means nothing after a crash of the machine, so it
 * is not synced. Throws the system's error otherwise.
 */
export function claim(path: string, text: string): boolean {
  const made = temporaryFor(path);
  try {
    writeNewSync(made, text, privateMode, false);
    try {
      linkSync(made, path);
    } catch (error) {
      if (!hasNoLinks.has(codeOf(error))) throw error;
      writeNewSync(path, text, privateMode, false);
    }
    return true;
  } catch (error) {
    if (codeOf(error) === "EEXIST") return false;
    throw error;
  } finally {
    removeQuietly(made);
  }
}

/** What link(2) answers where the file system has no second names: FAT, some network folders. */
const hasNoLinks = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

async function throughTemporary(
  path: string,
  bytes: Content,
  mode: number,
  use: (made: string) => Promise<void>,
): Promise<void> {
  const made = temporaryFor(path);
  try {
    await writeNew(made, bytes, mode);
    await use(made);
  } finally {
    await unlink(made).catch(() => undefined);
  }
}

async function writeNew(
  path: string,
  bytes: Content,
  mode: number,
): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.chmod(mode);
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** `writeAtomically` for what belongs before and after everything else; `durable: false` for what ends with the machine. */
export function writeAtomicallySync(
  path: string,
  bytes: Uint8Array | string,
  {
    mode = privateMode,
    durable = true,
  }: { readonly mode?: number; readonly durable?: boolean } = {},
): void {
  const made = temporaryFor(path);
  try {
    writeNewSync(made, bytes, mode, durable);
    renameSync(made, path);
  } catch (error) {
    removeQuietly(made);
    throw error;
  }
  if (durable) syncFolderSync(dirname(path));
}

/** Where nothing is: the whole of it or, on a full disk, none of it, also under a name that others look at. */
function writeNewSync(
  path: string,
  bytes: Uint8Array | string,
  mode: number,
  isSynced: boolean,
): void {
  const fd = openSync(path, "wx", mode);
  try {
    fchmodSync(fd, mode);
    writeAll(fd, typeof bytes === "string" ? Buffer.from(bytes) : bytes);
    if (isSynced) fsyncSync(fd);
  } catch (error) {
    removeQuietly(path);
    throw error;
  } finally {
    closeSync(fd);
  }
}

/** Puts a symbolic link in the place of whatever file is there, in one step. Throws the system's error. */
export function linkAtomicallySync(target: string, path: string): void {
  const made = temporaryFor(path);
  symlinkSync(target, made);
  try {
    renameSync(made, path);
  } catch (error) {
    removeQuietly(made);
    throw error;
  }
}

/**
 * A descriptor of a file that has lost its name before anything is in it. In a folder that others can enter the name is
 * unguessable for the moment that it exists, and nothing planted is opened. Throws the system's error.
 */
export function openUnnamedSync(path: string): number {
  const made = temporaryFor(path);
  const fd = openSync(made, "wx+", privateMode);
  try {
    unlinkSync(made);
    return fd;
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

/**
 * Gives one of our files a second name, durably, before another one takes its place: never is there neither. Throws the system's
 * error, `EEXIST` too.
 */
export function linkDurablySync(path: string, second: string): void {
  linkSync(path, second);
  syncFolderSync(dirname(second));
}

/** Renames one of our files over another, durably. Throws the system's error, or `UnsafeFile`. */
export async function renameDurably(from: string, to: string): Promise<void> {
  judgeOwn(to);
  await rename(from, to);
  await syncFolder(dirname(to));
}

/** Removes a file durably; one that is not there is done. Throws the system's error. */
export async function removeDurably(path: string): Promise<void> {
  try {
    await unlink(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return;
    throw error;
  }
  await syncFolder(dirname(path));
}

/**
 * Removes temporary files that killed writers left behind: of targets that nobody else can be writing now, or so old
 * that nobody is.
 * @param isTarget whether a name in the folder is one that is meant
 */
export function removeLeftovers(
  folder: string,
  isTarget: (name: string) => boolean,
  olderThanMs = 0,
): void {
  for (const name of namesIn(folder)) {
    const [, target] = temporary.exec(name) ?? [];
    if (target === undefined || !isTarget(target)) continue;
    const path = join(folder, name);
    if (olderThanMs === 0 || isOlder(path, olderThanMs)) removeQuietly(path);
  }
}

/** True for the name of a temporary file of ours. */
export function isTemporary(name: string): boolean {
  return temporary.test(name);
}

/** Of the system's random bytes, not of OpenSSL's, which takes milliseconds to load. */
export function newUuid(): string {
  return uuidOf(systemRandom.bytes(uuidBytes));
}

/**
 * A name that nobody else takes, for what is then renamed to `path`: beside the target, with its name in front, so that
 * everybody can tell whose it is. Without node:crypto, whose loading `exec` would wait for.
 */
export function temporaryFor(path: string): string {
  const end = `.${newUuid()}.tmp`;
  let name = basename(path);
  while (Buffer.byteLength(name) > longestName - end.length)
    name = name.slice(0, -1);
  return join(dirname(path), name + end);
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isOlder(path: string, ms: number): boolean {
  try {
    // So far in the future it is of nobody at work, either.
    return Math.abs(Date.now() - lstatSync(path).mtimeMs) > ms;
  } catch {
    return false;
  }
}

/** Removes a file that nobody needs: one that is gone, or that cannot be removed, stops nothing. */
export function removeQuietly(path: string): void {
  try {
    unlinkSync(path);
  } catch {
    // What stays is looked at again by whoever comes next.
  }
}

/** What fsync(2) of a folder answers where the file system has no such thing: some shared folders of virtual machines. */
const hasNoFolderSync = new Set(["EINVAL", "ENOTSUP", "EOPNOTSUPP", "ENOSYS"]);

function throwUnlessImpossible(error: unknown): void {
  if (!hasNoFolderSync.has(codeOf(error))) throw error;
}

/** Makes a rename or a removal in a folder durable. Windows has no such call and needs none. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } catch (error) {
    throwUnlessImpossible(error);
  } finally {
    await folder.close();
  }
}

function syncFolderSync(path: string): void {
  if (process.platform === "win32") return;
  const fd = openSync(path, "r");
  try {
    fsyncSync(fd);
  } catch (error) {
    throwUnlessImpossible(error);
  } finally {
    closeSync(fd);
  }
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException | null)?.code ?? "";
}
