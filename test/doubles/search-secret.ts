import {
  closeSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  statSync,
} from "node:fs";
import { join } from "node:path";

type Secrets = readonly Buffer[];

/** Files below the folder that have any of these bytes. */
export function filesWith(folder: string, secrets: Secrets): readonly string[] {
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) return filesWith(path, secrets);
    return stat?.isFile() && isIn(contentOf(path), secrets) ? [path] : [];
  });
}

/** Processes that have this word in their environment, and where any of these bytes are in what the system shows of them. */
export function processesWith(
  word: string,
  secrets: Secrets,
): ReadonlyMap<number, readonly string[]> {
  const own = namesIn("/proc")
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => contentOf(`/proc/${pid}/environ`).includes(word));
  return new Map(
    own.map((pid) => [Number(pid), placesIn(`/proc/${pid}`, secrets)]),
  );
}

function placesIn(process: string, secrets: Secrets): readonly string[] {
  const descriptors = namesIn(`${process}/fd`)
    .map((fd) => `fd/${fd}`)
    .filter((fd) => isSmallFile(`${process}/${fd}`));
  const places = ["environ", "cmdline", ...descriptors].filter((place) =>
    isIn(contentOf(`${process}/${place}`), secrets),
  );
  return isInMemory(process, secrets) ? [...places, "memory"] : places;
}

const smallBytes = 1 << 20;

/** A pipe would be waited for. */
function isSmallFile(path: string): boolean {
  try {
    const stat = statSync(path);
    return stat.isFile() && stat.size < smallBytes;
  } catch {
    return false;
  }
}

/** Larger pieces are what a runtime keeps free for later. */
const largestPiece = 128 << 20;

/** Of what it can write: what others read of it, a program may have in its file. */
function isInMemory(process: string, secrets: Secrets): boolean {
  let memory: number;
  try {
    memory = openSync(`${process}/mem`, "r");
  } catch {
    return false;
  }
  try {
    return contentOf(`${process}/maps`)
      .toString()
      .split("\n")
      .some((line) => {
        const [, start = "", end = ""] =
          /^([\da-f]+)-([\da-f]+) rw/.exec(line) ?? [];
        const [from, to] = [start, end].map((text) =>
          Number.parseInt(text, 16),
        );
        return isIn(pieceOf(memory, from ?? 0, to ?? 0), secrets);
      });
  } finally {
    closeSync(memory);
  }
}

function pieceOf(memory: number, from: number, to: number): Buffer {
  const length = to - from;
  if (!(length > 0) || length > largestPiece) return Buffer.alloc(0);
  const piece = Buffer.alloc(length);
  try {
    return piece.subarray(0, readSync(memory, piece, 0, length, from));
  } catch {
    return Buffer.alloc(0);
  }
}

function isIn(bytes: Buffer, secrets: Secrets): boolean {
  return secrets.some((secret) => bytes.includes(secret));
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch {
    return Buffer.alloc(0);
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
