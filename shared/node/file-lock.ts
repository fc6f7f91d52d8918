import { randomUUID } from "node:crypto";
import { open, readFile, rename, stat, unlink } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";
import { vaultError } from "../core/errors.ts";
import { failure, type Result } from "../core/result.ts";
import {
  isAlive,
  processIdentity,
  type ProcessIdentity,
} from "./process-identity.ts";

interface Holder extends ProcessIdentity {
  readonly nonce: string;
}

const patienceMs = 10_000;
const pauseMs = 15;
/** A lock file that cannot be read is being written, or was left half-written; after this it is the latter. */
const unreadableForMs = 2_000;

/**
 * Runs `work` while this process alone holds the lock file. A lock whose holder is gone is taken over.
 * Errors: `vault-busy` when a living process keeps it; those of `work`. Throws for an unwritable folder.
 */
export async function withFileLock<T>(
  path: string,
  work: () => Promise<Result<T>>,
): Promise<Result<T>> {
  const nonce = randomUUID();
  const deadline = performance.now() + patienceMs;
  while (!(await take(path, nonce))) {
    await removeStale(path);
    if (performance.now() > deadline) return failure(busy(path));
    await wait(pauseMs + Math.random() * pauseMs);
  }
  try {
    return await work();
  } finally {
    await release(path, nonce);
  }
}

/** Creates the lock file; false when somebody has it. */
async function take(path: string, nonce: string): Promise<boolean> {
  const holder: Holder = { ...ownIdentity(), nonce };
  const file = await open(path, "wx", 0o600).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "EEXIST") return null;
      throw error;
    },
  );
  if (file === null) return false;
  try {
    await file.writeFile(JSON.stringify(holder));
  } finally {
    await file.close();
  }
  return true;
}

function ownIdentity(): ProcessIdentity {
  const identity = processIdentity(process.pid);
  if (identity === null) throw new Error("this process cannot be identified");
  return identity;
}

async function removeStale(path: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder === null ? !(await isOld(path)) : isAlive(holder)) return;
  // Renamed first: of two that saw the same stale lock, one gets it, and neither removes a fresh one.
  const grave = `${path}.${randomUUID()}`;
  try {
    await rename(path, grave);
  } catch {
    return;
  }
  const taken = await readHolder(grave);
  if (taken !== null && taken.nonce !== holder?.nonce && isAlive(taken))
    await rename(grave, path).catch(() => undefined);
  else await unlink(grave).catch(() => undefined);
}

async function readHolder(path: string): Promise<Holder | null> {
  try {
    const holder = JSON.parse(await readFile(path, "utf8")) as Holder;
    return typeof holder.pid === "number" && typeof holder.nonce === "string"
      ? holder
      : null;
  } catch {
    return null;
  }
}

async function isOld(path: string): Promise<boolean> {
  try {
    return Date.now() - (await stat(path)).mtimeMs > unreadableForMs;
  } catch {
    return false;
  }
}

async function release(path: string, nonce: string): Promise<void> {
  const holder = await readHolder(path);
  if (holder?.nonce === nonce) await unlink(path).catch(() => undefined);
}

function busy(path: string) {
  return vaultError(
    "vault-busy",
    "Another talos-vault is changing the vault.",
    `Wait for it and try again; the lock is ${path}.`,
  );
}
