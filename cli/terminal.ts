// The rules of the terminal: data goes to stdout and nothing else does; everything for a person goes to
// stderr. Colour only where a person looks (a terminal, and NO_COLOR unset). Questions only when both
// stdin and stderr are a terminal; otherwise the error names the option to use instead. An error is one
// sentence; what to do next stands on a line of its own.
// This is the one way to stdout and stderr (docs/decisions/0037): whatever a line was made of, it stays one line, and
// nothing in it but our own colours steers the terminal.
import { exitCodes } from "./exit-codes.ts";
import { fileCommand } from "./output/file-commands.ts";
import { nextStep } from "./output/action-commands.ts";
import { fittedTo, wordsOf, wrapped } from "./output/wrapped.ts";
import { writeSync } from "node:fs";
import { errnoName } from "../shared/node/system/errno-name.ts";
import { isTerminal } from "../shared/node/system/is-terminal.ts";
import { vaultError, type VaultError } from "../shared/core/errors.ts";
import { failure, success, type Result } from "../shared/core/result.ts";
import { printableJson } from "../shared/core/text/json-text.ts";
import {
  printable,
  printableLines,
  withoutKeys,
} from "../shared/core/text/printable.ts";

/** Each with the numbers that begin and end it (ECMA-48, SGR). */
const styles = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
} as const;
export type Style = keyof typeof styles;

const widestProse = 80;

export class Terminal {
  /** A person is there to answer. */
  readonly isInteractive = isTerminal(0) && isTerminal(2);
  readonly isStdoutTerminal = isTerminal(1);
  readonly isStderrTerminal = isTerminal(2);
  /** How wide a line of the help may be, in a pipe too. */
  readonly helpColumns = process.stdout.columns || 80;
  /** How wide any other line of stdout may be; a pipe takes any. */
  readonly columns = this.isStdoutTerminal ? this.helpColumns : Infinity;
  /** How wide text for the person is, on stderr: never wider than one reads well. */
  readonly proseColumns = this.isStderrTerminal
    ? Math.min(process.stderr.columns || widestProse, widestProse)
    : widestProse;
  #isWatchingPipe = false;
  #isHandingOut = false;
  /** What became of stdout, where whoever handed something out was told. */
  #told: Error | null = null;
  #isStdoutLost = false;
  /** What happens when whoever reads our data has closed the pipe: `talos-vault list | head -1` has what it wanted. */
  #whenPipeCloses = (): void => process.exit();
  readonly #noColor =
    (process.env["NO_COLOR"] ?? "") !== "" || process.env["TERM"] === "dumb";

  /** A line of data. */
  out(line: string): void {
    this.#write(`${seen(line)}\n`);
  }

  /** A line of data that is a sentence: on a terminal it goes on below, so many columns from the left. */
  outSentence(line: string, hanging = 2): void {
    for (const fitted of fittedTo(this.columns, seen(line), hanging))
      this.#write(`${fitted}\n`);
  }

  /** Lines of data whose ends are ours: a table, the help. Written at once: a line each costs more than to make it. */
  outLines(text: string): void {
    this.#write(
      linesOf(text)
        .map((line) => `${seen(line)}\n`)
        .join(""),
    );
  }

  /** Text for another program, as a shell's code. Where somebody looks at it instead, nothing in it steers their terminal. */
  code(text: string): void {
    this.#write(this.isStdoutTerminal ? printableLines(text) : text);
  }

  /**
   * What is lost where nobody gets it: a file for whoever named stdout as its place, a text to send. Resolves when it is
   * written. On a terminal text alone is shown, as `code` is. Errors: `disk-full`, `file-failed`, for a reader that is gone too.
   */
  async handOut(bytes: Uint8Array): Promise<Result<void>> {
    if (this.isStdoutTerminal) {
      this.code(new TextDecoder().decode(bytes));
      return success(undefined);
    }
    this.#isHandingOut = true;
    const error = await new Promise<Error | null | undefined>((resolve) =>
      this.#write(bytes, (met) => {
        this.#told = met ?? null;
        resolve(met);
      }),
    );
    this.#isHandingOut = false;
    return error ? failure(notWritten(error)) : success(undefined);
  }

  json(value: unknown): void {
    this.#write(`${printableJson(value)}\n`);
  }

  /**
   * A line for the person. Where it is wider than a terminal that says its width, it goes on below and is not cut within a word. What
   * was typed is repeated without a private key: a log that keeps this would keep it.
   */
  say(line: string): void {
    const columns = (this.isStderrTerminal && process.stderr.columns) || Infinity; // prettier-ignore
    for (const fitted of fittedTo(columns, seen(withoutKeys(line))))
      writeAtOnce(`${fitted}\n`);
  }

  /** Lines for the person whose ends are ours. */
  sayLines(text: string): void {
    for (const line of linesOf(text)) this.say(line);
  }

  /** Prose for the person: as many lines as it needs, those behind the first indented. Commands stay whole. */
  sayWords(words: readonly string[], indent = ""): void {
    for (const line of wrapped(words, indent, this.proseColumns))
      this.say(line);
  }

  /** Takes the last lines for the person back, and says others. Only on a terminal. */
  redraw(taken: number, lines: readonly string[]): void {
    if (taken > 0) {
      process.stderr.moveCursor(0, -taken);
      process.stderr.clearScreenDown();
    }
    for (const line of lines) this.say(line);
  }

  /** Wrapped where a person looks; in a log or a pipe each of its sentences stays one line. */
  fail(error: VaultError): void {
    const head = this.mark("red", "talos-vault:");
    this.#sentence(error.message, "", [head]);
    if (error.cause !== undefined) this.#sentence(`cause: ${error.cause}`);
    this.#sentence(nextStep(error));
    const command = error.found ? fileCommand(error.found) : null;
    if (command !== null) this.say(`  Run: ${command}`);
  }

  #sentence(text: string, indent = "  ", before: readonly string[] = []): void {
    const columns = this.isStderrTerminal ? this.proseColumns : Infinity;
    for (const line of wrapped(
      [...before, ...wordsOf(withoutKeys(text))],
      indent,
      columns,
    ))
      this.say(line);
  }

  /** Styles text for stderr. */
  mark(style: Style, text: string): string {
    return this.#noColor || !this.isStderrTerminal ? text : styled(style, text);
  }

  /** Styles text for stdout. */
  markData(style: Style, text: string): string {
    return this.#noColor || !this.isStdoutTerminal ? text : styled(style, text);
  }

  /** For who has to clear away before this process ends: nothing ends it any more when the reader of stdout is gone. */
  onClosedPipe(clearAway: () => void): void {
    this.#whenPipeCloses = clearAway;
  }

  /** Resolves when stdout takes more, for who prints as much as others give. */
  async drained(): Promise<void> {
    if (!process.stdout.writableNeedDrain) return;
    await new Promise<void>((resolve) => {
      const go = (): void => {
        process.stdout.off("drain", go).off("error", go).off("close", go);
        resolve();
      };
      process.stdout.once("drain", go).once("error", go).once("close", go);
    });
  }

  /** Something that was printed is not where it was to go: the verb has failed, whatever it did. */
  get isStdoutLost(): boolean {
    return this.#isStdoutLost;
  }

  #write(
    data: string | Uint8Array,
    then?: (error: Error | null | undefined) => void,
  ): void {
    if (!this.#isWatchingPipe)
      process.stdout.on("error", (error: NodeJS.ErrnoException) =>
        this.#loseStdout(error),
      );
    this.#isWatchingPipe = true;
    process.stdout.write(data, then);
  }

  #loseStdout(error: NodeJS.ErrnoException): void {
    if (this.#isHandingOut || error === this.#told || this.#isStdoutLost)
      return;
    if (error.code !== "EPIPE") {
      this.#isStdoutLost = true;
      this.fail(notWritten(error));
      process.exitCode = exitCodes.failed;
    }
    this.#whenPipeCloses();
  }
}

function notWritten(error: NodeJS.ErrnoException): VaultError {
  const code = errnoName(error);
  if (code === "ENOSPC" || code === "EDQUOT")
    return vaultError(
      "disk-full",
      "No space is left where stdout goes.",
      "Free some, or send the output elsewhere, and run it again.",
      code,
    );
  return vaultError(
    "file-failed",
    code === "EPIPE"
      ? "The program that reads stdout ended before it had everything."
      : "Stdout cannot be written.",
    "Send the output elsewhere, and run it again.",
    code,
  );
}

/** On stderr before it returns, so that nothing of it is lost when the program ends next, in the one executable too. */
function writeAtOnce(text: string): void {
  const bytes = Buffer.from(text);
  let written = 0;
  try {
    while (written < bytes.length)
      written += writeSync(2, bytes, written, bytes.length - written);
  } catch {
    // A pipe that is full takes the rest later; one that is closed takes nothing.
    process.stderr.write(bytes.subarray(written));
  }
}

/**
 * In our colours and in no others: a text from outside cannot know the nanosecond, nor under Bun, which counts it from the start,
 * the time of day. OpenSSL for it would cost `exec` 8 ms.
 */
let ours = "";

function styled(style: Style, text: string): string {
  ours ||= `${String(Date.now())}${String(process.hrtime.bigint())}`;
  const [begin, end] = styles[style];
  return `\x1b[${String(begin)};${ours}m${text}\x1b[${String(end)};${ours}m`;
}

/** One line as a terminal gets it: what cannot be seen is spelled out, line ends too, and our colours are colours. */
function seen(text: string): string {
  if (ours === "") return printable(text);
  return text
    .split(new RegExp(`\\x1b\\[(\\d+);${ours}m`))
    .map((part, index) => (index % 2 === 1 ? `\x1b[${part}m` : printable(part)))
    .join("");
}

function linesOf(text: string): readonly string[] {
  return text.replace(/\n$/, "").split("\n");
}
