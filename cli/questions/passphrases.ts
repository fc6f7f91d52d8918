import { closeSync, fstatSync, read } from "node:fs";
import { promisify } from "node:util";
import { vaultError, type VaultError } from "../../shared/core/errors.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import { Secret } from "../../shared/core/secret.ts";
import { threeTries } from "../../shared/core/three-tries.ts";
import { sayWhenSilent } from "../ports/say-when-silent.ts";
import { askSecret } from "./ask.ts";
import type { Terminal } from "../terminal.ts";
import { limits } from "../../shared/core/limits.ts";

const stderr = 2;
const silentMs = 2000;
const readInto = promisify(read);
const longestSecret = limits.typedSecret.most;

/**
 * The passphrase that opens the vault: from the descriptor that was named, else asked for; again when the one before was
 * refused, which a descriptor cannot be.
 */
export async function askOldPassphrase(
  terminal: Terminal,
  fd: number | undefined,
  refusal: VaultError | null = null,
): Promise<Result<Secret>> {
  if (fd !== undefined)
    return refusal
      ? failure(refusal)
      : readSecret(terminal, fd, "--passphrase-fd");
  if (!terminal.isInteractive)
    return failure(
      vaultError(
        "passphrase-missing",
        "The vault needs its passphrase, and there is no terminal to ask on.",
        "Give it on a file descriptor: --passphrase-fd 3 3<FILE; or run talos-vault unlock first.",
      ),
    );
  if (refusal) terminal.say(refusal.message);
  return askSecret(
    terminal,
    "Passphrase of the vault:",
    "Use --passphrase-fd N.",
  );
}

/** A new passphrase: from a descriptor, else asked for twice. */
export async function askNewPassphrase(
  terminal: Terminal,
  fd: number | undefined,
  option: string,
): Promise<Result<Secret>> {
  if (fd !== undefined) return readSecret(terminal, fd, option);
  const instead = `Give it on a file descriptor: ${option} 3 3<FILE.`;
  const first = await askSecret(
    terminal,
    "New passphrase (12 characters or more):",
    instead,
  );
  if (!first.ok) return first;
  const second = await askSecret(terminal, "Once more:", instead);
  if (!second.ok) return second;
  if (first.value.reveal() === second.value.reveal()) return first;
  return failure(
    vaultError(
      "passphrase-wrong",
      "The two passphrases differ.",
      "Run it again; nothing was changed.",
    ),
  );
}

/**
 * The first line of a file descriptor, or all of it; what it waits for is said where the descriptor gives nothing, as a
 * pipe does whose program asks somebody. Errors: `usage` when it cannot be read or is too long; `passphrase-missing` when
 * empty.
 */
export async function readSecret(
  terminal: Terminal,
  fd: number,
  option: string,
  lines: "first" | "all" = "first",
): Promise<Result<Secret>> {
  const buffer = Buffer.alloc(longestSecret + 1);
  try {
    fstatSync(fd);
    const sentence = `Waiting for descriptor ${String(fd)}, which ${option} names, to give the secret and end. Ctrl-C gives up; nothing is changed by then.`;
    const all = readAll(fd, buffer);
    const length = await sayWhenSilent(terminal, sentence, silentMs, all);
    // It is read to its end once; what we start later is to know nothing of it.
    if (fd > stderr) closeSync(fd);
    const text = buffer.toString("utf8", 0, length);
    const [line = ""] = lines === "all" ? [text.trim()] : text.split(/\r?\n/);
    if (Buffer.byteLength(line) > longestSecret)
      return failure(tooLong(option));
    if (line !== "") return success(new Secret(line));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return failure(
      vaultError(
        "usage",
        `${option} names descriptor ${String(fd)}, which cannot be read.`,
        `Open it in the same command: talos-vault … ${option} 3 3<FILE`,
        code,
      ),
    );
  } finally {
    buffer.fill(0);
  }
  return failure(
    vaultError(
      "passphrase-missing",
      `${option} gave an empty line.`,
      "Put the secret on the first line of what the descriptor reads.",
    ),
  );
}

/** Cut off it would be another secret, which nobody knows. */
function tooLong(option: string) {
  return vaultError(
    "usage",
    `${option} gave a line of more than ${String(longestSecret)} bytes, which is no passphrase or key.`,
    "Check what the descriptor reads; nothing was changed.",
  );
}

async function readAll(fd: number, buffer: Buffer): Promise<number> {
  let length = 0;
  while (length < buffer.length) {
    const rest = buffer.length - length;
    const { bytesRead } = await readInto(fd, buffer, length, rest, null);
    if (bytesRead === 0) break;
    length += bytesRead;
  }
  return length;
}

/**
 * The recovery key: from a descriptor (its identity file, comments included), else asked for, three times while it is
 * wrong: no key at all, or one that `open` refuses. Gives what `open` gives.
 */
export async function withRecoveryKey<T>(
  terminal: Terminal,
  fd: number | undefined,
  open: (recoveryKey: Secret) => Promise<Result<T>>,
): Promise<Result<T>> {
  const { readRecoveryKey } =
    await import("../../shared/core/vault/sealed/recovery-key.ts");
  return threeTries(
    async (refusal) => {
      if (fd !== undefined)
        return refusal
          ? failure(refusal)
          : readSecret(terminal, fd, "--recovery-fd", "all");
      if (refusal) terminal.say(refusal.message);
      return askSecret(
        terminal,
        "Recovery key:",
        "Give it on a file descriptor: --recovery-fd 3 3<FILE.",
      );
    },
    async (text) => {
      const key = await readRecoveryKey(text);
      return key.ok ? open(key.value) : key;
    },
  );
}
