import { countOf } from "../../shared/core/counted-noun.ts";
import { vaultError, type VaultError } from "../../shared/core/errors.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import { Secret } from "../../shared/core/secret.ts";
import { threeTries } from "../../shared/core/ask-three-times.ts";
import { sayWhenSilent } from "../ports/waiting/say-when-silent.ts";
import { askSecret } from "./ask.ts";
import type { OpenedDescriptor } from "./descriptor.ts";
import type { Terminal } from "../terminal.ts";
import { limits } from "../../shared/core/limits.ts";

const silentMs = 2000;
const longestSecret = limits.typedSecret.most;
const lineFeed = 0x0a;

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

/** A new passphrase: from a descriptor, else asked for twice; one that will not do is not asked for again. Errors: `passphrase-weak`, `passphrase-wrong`. */
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
  // The ciphers behind it load for those alone who choose one.
  const { judgePassphrase } =
    await import("../../shared/core/vault/sealed/slots.ts");
  const weak = judgePassphrase(first.value);
  if (weak) return weak;
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
 * empty, or when nothing came in time.
 */
export async function readSecret(
  terminal: Terminal,
  fd: number,
  option: string,
  lines: "first" | "all" = "first",
  patienceMs = limits.descriptorTime.most * 1000,
): Promise<Result<Secret>> {
  const buffer = Buffer.alloc(longestSecret + 1);
  try {
    const sentence = `Waiting for descriptor ${String(fd)}, which ${option} names, to give the secret. Ctrl-C gives up; nothing is changed by then.`;
    // Sockets load for those alone who give one.
    const { openDescriptor } = await import("./descriptor.ts");
    const opened = openDescriptor(fd);
    const reading = inTime(opened, patienceMs, () =>
      readInto(buffer, opened, lines),
    );
    const length = await sayWhenSilent(terminal, sentence, silentMs, reading);
    if (length === null) return failure(tooLate(option, fd, patienceMs));
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

function tooLate(option: string, fd: number, patienceMs: number) {
  const seconds = countOf(Math.round(patienceMs / 1000), "second");
  return vaultError(
    "passphrase-missing",
    `${option} names descriptor ${String(fd)}, which gave no whole secret within ${seconds}.`,
    "Nothing was changed. Check the program that is to write there: it ends the line, or closes its end.",
  );
}

/** What `read` gives; null: the time was over first. The descriptor is closed then. */
async function inTime(
  opened: OpenedDescriptor,
  patienceMs: number,
  read: () => Promise<number>,
): Promise<number | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  try {
    return await Promise.race([read(), late]);
  } finally {
    clearTimeout(timer);
    await opened.close();
  }
}

/** Up to the end of the first line, or of all: whoever writes may keep the other end open. Gives how many bytes it put there. */
async function readInto(
  buffer: Buffer,
  chunks: AsyncIterable<Uint8Array>,
  lines: "first" | "all",
): Promise<number> {
  let length = 0;
  for await (const chunk of chunks) {
    const taken = chunk.subarray(0, buffer.length - length);
    buffer.set(taken, length);
    length += taken.length;
    const isWhole = lines === "first" && taken.includes(lineFeed);
    chunk.fill(0);
    if (isWhole || length === buffer.length) break;
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
