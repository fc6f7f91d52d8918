import { countOf } from "../../core/counted-noun.ts";
import { vaultError } from "../../core/errors.ts";
import { limits } from "../../core/limits.ts";
import type { MostBytes } from "../../core/ports/source-files.ts";
import { failure, success, type Result } from "../../core/result.ts";

/** So much of a file says what it is. */
const headBytes = limits.archiveHeader.most;
const lineFeed = 0x0a;

/** So much of a line that is pasted gets from a terminal to a program, without a word of the rest: what Linux and macOS keep of one. */
const terminalLine = process.platform === "darwin" ? 1023 : 4095;

/**
 * What comes in on standard input. Errors: `talosconfig-invalid` for more than that, and for a line that a terminal may have
 * cut: half a key would be taken for a broken one.
 */
export async function readStandardInput(
  input: AsyncIterable<Buffer | string> & { readonly isTTY?: boolean },
  mostFor: MostBytes,
): Promise<Result<Uint8Array>> {
  const read = await readBounded(input, "standard input", mostFor);
  if (!read.ok || input.isTTY !== true) return read;
  return hasLineOf(terminalLine, read.value) ? failure(cutLine()) : read;
}

function hasLineOf(length: number, bytes: Uint8Array): boolean {
  for (let start = 0; start < bytes.length;) {
    const end = bytes.indexOf(lineFeed, start);
    const stop = end === -1 ? bytes.length : end;
    if (stop - start === length) return true;
    start = stop + 1;
  }
  return false;
}

function cutLine() {
  return vaultError(
    "talosconfig-invalid",
    `A line of what was typed or pasted has ${countOf(terminalLine, "byte")}: a terminal passes on no more of one, so that the rest of it may be lost.`,
    "Put it into a file and name that, or send it there with <.",
  );
}

/** Counts while it reads: a size said beforehand proves nothing for pipes and growing files. */
export async function readBounded(
  stream: AsyncIterable<Buffer | string>,
  path: string,
  mostFor: MostBytes,
): Promise<Result<Uint8Array>> {
  const chunks: Buffer[] = [];
  let length = 0;
  let most: number | null = null;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    length += bytes.length;
    chunks.push(bytes);
    if (length >= headBytes) most ??= mostFor(Buffer.concat(chunks));
    if (most !== null && length > most) return failure(tooLarge(path, most));
  }
  const whole = Buffer.concat(chunks);
  most ??= mostFor(whole);
  if (length > most) return failure(tooLarge(path, most));
  const { buffer, byteOffset, byteLength } = whole;
  return success(new Uint8Array(buffer, byteOffset, byteLength));
}

function tooLarge(path: string, most: number) {
  const [unit, name] = most < 2 ** 20 ? [2 ** 10, "KiB"] : [2 ** 20, "MiB"];
  const limit = `${String(Math.floor(most / unit))} ${name}`;
  return vaultError(
    "talosconfig-invalid",
    `${path} is larger than ${limit}.`,
    "A talosconfig has a few kilobytes a context, and a backup is not much larger than its vault: check that this is the right file.",
  );
}
