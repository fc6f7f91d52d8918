import { createHash } from "node:crypto";
import {
  constants,
  createReadStream,
  fstatSync,
  type BigIntStats,
} from "node:fs";
import { access, lstat, open, realpath, stat, unlink } from "node:fs/promises";
import { dirname } from "node:path";
import { vaultError, type VaultError } from "../../core/errors.ts";
import { maxInputBytes } from "../../core/limits.ts";
import type { Files, LargeFiles } from "../../core/ports/files.ts";
import type {
  FileIdentity,
  MostBytes,
  SourceFile,
  SourceFiles,
} from "../../core/ports/source-files.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { fileError } from "./file-error.ts";
import { writeNamed } from "./atomic-file.ts";
import { readBounded, readStandardInput } from "./read-stream.ts";
import { isOfAnother } from "./unsafe-file.ts";

const stdin = "-";

/** The person's own files on this machine's disk. */
export const diskFiles: Files & LargeFiles = {
  read,
  exists,
  judgeTarget,
  writePrivate: write,
  writePieces: write,
};

/** Files that are imported, on this machine's disk. */
export const diskSources: SourceFiles = {
  readSource: (path, most = () => maxInputBytes) => readUpTo(most, path),
  removeSource,
};

async function read(
  path: string,
  most = maxInputBytes,
): Promise<Result<Uint8Array>> {
  const source = await readUpTo(() => most, path);
  return source.ok ? success(source.value.bytes) : source;
}

/**
 * A file that says what becomes of a key: nobody but its reader, or root, may have written it; judged is what is read. Errors: those
 * of `read`; `file-unsafe`.
 */
export async function readTrusted(path: string): Promise<Result<Uint8Array>> {
  try {
    const source = await readFile(path, () => maxInputBytes, whyUntrusted);
    return source.ok ? success(source.value.bytes) : source;
  } catch (error) {
    return failure(fileError(error, "read", path));
  }
}

const othersMayWrite = 0o002;

function whyUntrusted(is: BigIntStats, path: string): VaultError | null {
  if (process.platform === "win32") return null;
  // oxlint-disable-next-line no-bitwise
  const isOpen = (Number(is.mode) & othersMayWrite) !== 0;
  if (!isOpen && !isOfAnother(is)) return null;
  return vaultError(
    "file-unsafe",
    `${path} ${isOpen ? "can be written by everybody" : "is of another user"}, so nothing is done as it says.`,
    "Make it your own (chmod o-w, or a copy), or do without it.",
  );
}

async function readUpTo(
  most: MostBytes,
  path: string,
): Promise<Result<SourceFile>> {
  try {
    if (path === stdin)
      return withoutIdentity(await readStandardInput(process.stdin, most));
    const [, fd = path === "/dev/stdin" ? "0" : ""] =
      ownDescriptor.exec(path) ?? [];
    if (fd !== "")
      return withoutIdentity(await readDescriptor(Number(fd), path, most));
    return await readFile(path, most);
  } catch (error) {
    return failure(fileError(error, "read", path));
  }
}

/** What a shell gives in a file's place: `<(command)`, /dev/stdin. Opened again it would not be waited for. */
const ownDescriptor = /^\/(?:dev|proc\/self)\/fd\/(\d+)$/;

async function readDescriptor(
  fd: number,
  path: string,
  most: MostBytes,
): Promise<Result<Uint8Array>> {
  if (fstatSync(fd).isDirectory())
    throw Object.assign(new Error(), { code: "EISDIR" });
  return readBounded(
    createReadStream("", { fd, autoClose: false }),
    path,
    most,
  );
}

function withoutIdentity(bytes: Result<Uint8Array>): Result<SourceFile> {
  return bytes.ok ? success({ bytes: bytes.value, identity: null }) : bytes;
}

async function readFile(
  path: string,
  most: MostBytes,
  why: (is: BigIntStats, path: string) => VaultError | null = () => null,
): Promise<Result<SourceFile>> {
  // Not blocking, so that a named pipe without a writer is refused instead of waited for.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const is = await file.stat({ bigint: true });
    if (is.isFIFO() || is.isSocket()) return failure(pipe(path));
    const refused = why(is, path);
    if (refused) return failure(refused);
    const stream = file.createReadStream({ autoClose: false });
    const bytes = await readBounded(stream, path, most);
    if (!bytes.ok) return bytes;
    const identity = is.isFile() ? identityOf(is) : null;
    return success({ bytes: bytes.value, identity });
  } finally {
    await file.close();
  }
}

function identityOf({ dev, ino, nlink }: BigIntStats): FileIdentity {
  return { device: String(dev), inode: String(ino), links: Number(nlink) };
}

function pipe(path: string) {
  return vaultError(
    "file-failed",
    `${path} is a named pipe or a socket, and no file.`,
    "Give what comes out of it on standard input: name - in its place.",
  );
}

async function exists(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}

async function judgeTarget(
  path: string,
  replace: boolean,
): Promise<Result<void>> {
  if (path.trim() === "") return failure(noName());
  try {
    const present = await stat(path).catch(() => null);
    if (present?.isDirectory() || /[\\/]$/.test(path))
      return failure(fileError({ code: "EISDIR" }, "write", path));
    if (!replace && (await isThere(path))) return failure(alreadyThere(path));
    if (present ? !present.isFile() : await isThere(path))
      return failure(noPlainFile(path));
    await access(dirname(path), constants.W_OK | constants.X_OK);
    return success(undefined);
  } catch (error) {
    return failure(fileError(error, "write", path));
  }
}

/** Whether files can be put in a folder that a person named. Errors: `file-missing`, `file-failed`. */
export async function judgeTargetFolder(path: string): Promise<Result<void>> {
  try {
    const found = await stat(path);
    if (!found.isDirectory()) return failure(noFolder(path));
    await access(path, constants.W_OK | constants.X_OK);
    return success(undefined);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return failure(
      code === "ENOENT" ? noSuchFolder(path) : fileError(error, "write", path),
    );
  }
}

/** Whether two names are of one folder, by links and other ways too. Throws the system's error. */
export async function isSameFolder(a: string, b: string): Promise<boolean> {
  const bigint = { bigint: true } as const;
  const [left, right] = [await stat(a, bigint), await stat(b, bigint)];
  return left.dev === right.dev && left.ino === right.ino;
}

function noFolder(path: string) {
  return vaultError("file-failed", `${path} is no folder.`, "Name a folder.");
}

function noSuchFolder(path: string) {
  return vaultError(
    "file-missing",
    `There is no folder ${path}.`,
    "Make it first (mkdir).",
  );
}

/** A pipe, a device, a link to one or to nowhere: what is there is not for us to take away. */
function noPlainFile(path: string) {
  return vaultError(
    "file-failed",
    `${path} is no plain file, so it is not replaced.`,
    "Choose another name.",
  );
}

function noName() {
  return vaultError("usage", "A file needs a name.", "Name the file to write.");
}

async function write(
  path: string,
  bytes: Uint8Array | AsyncIterable<Uint8Array>,
  replace: boolean,
): Promise<Result<void>> {
  const judged = await judgeTarget(path, replace);
  if (!judged.ok) return judged;
  try {
    await writeNamed(path, bytes, replace);
    return success(undefined);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST")
      return failure(alreadyThere(path));
    return failure(fileError(error, "write", path));
  }
}

function alreadyThere(path: string) {
  return vaultError(
    "file-exists",
    `${path} exists already.`,
    "Choose another name.",
  );
}

/** True for a link that points nowhere, too: we replace nothing unasked. */
async function isThere(path: string): Promise<boolean> {
  try {
    await lstat(path);
    return true;
  } catch {
    return false;
  }
}

async function removeSource(
  path: string,
  { identity, sha256 }: Parameters<SourceFiles["removeSource"]>[1],
): Promise<Result<string | null>> {
  try {
    const target = await realpath(path);
    const isLink = (await lstat(path)).isSymbolicLink();
    const now = await readUpTo(() => maxInputBytes, target);
    if (!now.ok) return now;
    const is = now.value.identity;
    if (is?.device !== identity.device || is.inode !== identity.inode)
      return failure(changedMeanwhile(path));
    const hash = createHash("sha256").update(now.value.bytes).digest("hex");
    if (hash !== sha256) return failure(changedMeanwhile(path));
    if (is.links > 1) return failure(otherNames(path));
    await unlink(target);
    if ((await isThere(path)) && target !== path) await unlink(path);
    return success(isLink ? target : null);
  } catch (error) {
    return failure(fileError(error, "remove", path));
  }
}

function changedMeanwhile(path: string) {
  return vaultError(
    "declined",
    `${path} stays: it was changed while it was imported.`,
    "Import it again.",
  );
}

function otherNames(path: string) {
  return vaultError(
    "declined",
    `${path} stays: the same file has another name (a hard link), which would keep its content.`,
    "Find it (find / -xdev -samefile) and remove both.",
  );
}
