import { closeSync, read, writeSync } from "node:fs";
import { vaultError } from "../../shared/core/errors.ts";
import { printable } from "../../shared/core/text/printable.ts";
import { failure, success, type Result } from "../../shared/core/result.ts";
import { Secret } from "../../shared/core/secret.ts";
import { questionFor } from "../output/wrapped.ts";
import type { Terminal } from "../terminal.ts";

/** Questions are asked on stderr, so that stdout stays data. */
const streams = () => ({
  input: process.stdin,
  output: process.stderr,
  clearPromptOnDone: false,
});

/** Asks for a secret without showing it. `instead` names the way that needs no terminal. */
export async function askSecret(
  terminal: Terminal,
  message: string,
  instead: string,
): Promise<Result<Secret>> {
  if (!terminal.isInteractive) return failure(needsTerminal(message, instead));
  const { default: password } = await import("@inquirer/password");
  return answered(
    async () =>
      new Secret(
        await password(
          { message: questionFor(terminal.proseColumns, message), mask: "*" },
          streams(),
        ),
      ),
  );
}

/** Asks for a line of text. */
export async function askText(
  terminal: Terminal,
  message: string,
  instead: string,
): Promise<Result<string>> {
  if (!terminal.isInteractive) return failure(needsTerminal(message, instead));
  const { default: input } = await import("@inquirer/input");
  return answered(async () =>
    input({ message: questionFor(terminal.proseColumns, message) }, streams()),
  );
}

/** As much as a terminal takes for one line (MAX_CANON of Linux). */
const lineBytes = 4096;

/**
 * Asks for a line of text on a terminal that was opened, and closes it. The terminal's own editing of a line does: a prompt
 * on such a stream keeps the one executable from ending. A terminal that is closed, or an end of input, is a no.
 */
export async function askTextAt(
  fd: number,
  message: string,
): Promise<Result<string>> {
  const line = Buffer.alloc(lineBytes);
  try {
    writeSync(fd, `? ${printable(message)} `);
    const bytes = await new Promise<number>((resolve, reject) =>
      read(fd, line, 0, line.length, null, (error, count) =>
        error ? reject(error) : resolve(count),
      ),
    );
    if (bytes === 0) return failure(cancelled());
    return success(line.toString("utf8", 0, bytes).trim());
  } catch {
    return failure(cancelled());
  } finally {
    closeSync(fd);
  }
}

/** Asks yes or no; the answer without a word is no. */
export async function askToConfirm(
  terminal: Terminal,
  message: string,
  instead: string,
): Promise<Result<boolean>> {
  if (!terminal.isInteractive) return failure(needsTerminal(message, instead));
  const { default: confirm } = await import("@inquirer/confirm");
  return answered(async () =>
    confirm(
      {
        message: questionFor(terminal.proseColumns, message, " (y/N)"),
        default: false,
      },
      streams(),
    ),
  );
}

/** As `askToConfirm`, where anything but yes ends the verb. */
export async function insist(
  terminal: Terminal,
  message: string,
  instead: string,
): Promise<Result<void>> {
  const answer = await askToConfirm(terminal, message, instead);
  if (!answer.ok) return answer;
  return answer.value ? success(undefined) : failure(declined());
}

/** Runs a prompt; Ctrl-C and a closed terminal are a no. */
export async function answered<T>(
  prompt: () => Promise<T>,
): Promise<Result<T>> {
  try {
    return success(await prompt());
  } catch (error) {
    const name = error instanceof Error ? error.name : "";
    if (name === "ExitPromptError" || name === "AbortPromptError")
      return failure(cancelled());
    throw error;
  }
}

/** Of a question with its mark, as of a field with its colon, the words stay as a terminal would show them. */
export function needsTerminal(question: string, instead: string) {
  return vaultError(
    "needs-terminal",
    `There is no terminal to ask on: "${question.replace(/[:\s]+$/, "")}"`,
    instead,
  );
}

function cancelled() {
  return vaultError(
    "cancelled",
    "Cancelled. Nothing was changed.",
    "Run it again to go on.",
  );
}

export function declined() {
  return vaultError(
    "declined",
    "Not confirmed; nothing was changed.",
    "Run it again to go on.",
  );
}
