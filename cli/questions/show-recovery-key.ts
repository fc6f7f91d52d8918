import { fstatSync, fsyncSync, readSync, statSync, writeSync } from "node:fs";
import { vaultError } from "../../shared/core/errors.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import type { Secret } from "../../shared/core/secret.ts";
import { askToConfirm } from "./ask.ts";
import type { Terminal } from "../terminal.ts";

const stdout = 1;
const pauseMs = 5;
const patienceMs = 10_000;

/**
 * Writes a recovery key to stdout and sees that it arrived; on a terminal the person confirms that it is kept. It comes
 * before the key counts: after an error nothing has changed. Errors: `file-failed` when stdout is closed or full; `declined`.
 */
export async function showRecoveryKey(
  terminal: Terminal,
  recoveryKey: Secret,
): Promise<Result<void>> {
  terminal.say(
    "Recovery key. It is shown once and stored nowhere: print it or keep it in a safe.",
  );
  if (isClosed()) return failure(notWritten("EBADF"));
  try {
    writeAll(recoveryKey.reveal());
    // A reader that took the key and went away is met by the second write.
    writeAll("\n");
    sync();
  } catch (error) {
    return failure(notWritten((error as NodeJS.ErrnoException).code));
  }
  if (!terminal.isInteractive) return success(undefined);
  const kept = await askToConfirm(
    terminal,
    "Is the recovery key printed, or kept in a safe place? Only after a yes does it open the vault.",
    "",
  );
  if (!kept.ok) return kept;
  return kept.value ? success(undefined) : failure(notKept());
}

/**
 * In the place of a stdout that is closed Node opens /dev/null at its start, for reading and writing (node.cc,
 * PlatformInit); whoever redirects to /dev/null opens it for writing alone.
 */
function isClosed(): boolean {
  const nothing = statSync("/dev/null", { throwIfNoEntry: false });
  if (nothing?.rdev === undefined || fstatSync(stdout).rdev !== nothing.rdev)
    return false;
  try {
    readSync(stdout, new Uint8Array(1));
    return true;
  } catch {
    return false;
  }
}

/** All of it, also to a pipe that does not wait. */
function writeAll(text: string): void {
  const bytes = Buffer.from(text, "utf8");
  const deadline = performance.now() + patienceMs;
  let offset = 0;
  try {
    while (offset < bytes.length)
      try {
        offset += writeSync(stdout, bytes, offset);
      } catch (error) {
        const isFull = (error as NodeJS.ErrnoException).code === "EAGAIN";
        if (!isFull || performance.now() > deadline) throw error;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
      }
  } finally {
    bytes.fill(0);
  }
}

/** To a file it must be on disk; a pipe and a terminal have none. */
function sync(): void {
  try {
    fsyncSync(stdout);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (!["EINVAL", "ENOTSUP", "EROFS", "EPERM"].includes(code)) throw error;
  }
}

function notWritten(code: string | undefined) {
  return vaultError(
    "file-failed",
    "The recovery key could not be written to stdout, so it does not count. Nothing was changed.",
    "Run it again with a stdout that can be written, for example a terminal.",
    code,
  );
}

function notKept() {
  return vaultError(
    "declined",
    "You did not say that the recovery key is kept, so it does not count: it opens nothing.",
    "Nothing was changed. Run it again for another one.",
  );
}
