// The rules of the terminal: data goes to stdout and nothing else does; everything for a person goes to
// stderr. Colour only where a person looks (a terminal, and NO_COLOR unset). Questions only when both
// stdin and stderr are a terminal; otherwise the error names the option to use instead. An error is one
// sentence; what to do next stands on a line of its own.
import { fileCommand } from "./words/file-commands.ts";
import { adviceText } from "./words/remedy-commands.ts";
import { isatty } from "node:tty";
import { styleText } from "node:util";
import type { VaultError } from "../shared/core/errors.ts";
import {
  printable,
  printableJson,
  printableLines,
} from "../shared/core/printable.ts";

export { printable };

type Style = Parameters<typeof styleText>[0];

const widestProse = 80;

export class Terminal {
  /** A person is there to answer. */
  readonly isInteractive = isatty(0) && isatty(2);
  readonly isStdoutTerminal = isatty(1);
  readonly isStderrTerminal = isatty(2);
  /** How wide a line of stdout may be; a pipe takes any. */
  readonly columns = this.isStdoutTerminal
    ? process.stdout.columns || 80
    : Infinity;
  /** How wide text for the person is, on stderr: never wider than one reads well. */
  readonly proseColumns = this.isStderrTerminal
    ? Math.min(process.stderr.columns || widestProse, widestProse)
    : widestProse;
  #isWatchingPipe = false;
  readonly #noColor =
    (process.env["NO_COLOR"] ?? "") !== "" || process.env["TERM"] === "dumb";

  /** A line of data. */
  out(line: string): void {
    this.write(`${seen(line)}\n`);
  }

  /** Data as it is. */
  write(data: string | Uint8Array): void {
    if (!this.#isWatchingPipe)
      process.stdout.on("error", endQuietlyOnClosedPipe);
    this.#isWatchingPipe = true;
    process.stdout.write(data);
  }

  json(value: unknown): void {
    this.write(`${printableJson(value)}\n`);
  }

  /** A line for the person. */
  say(line: string): void {
    process.stderr.write(`${seen(line)}\n`);
  }

  fail(error: VaultError): void {
    this.say(`${this.mark("red", "talos-vault:")} ${printable(error.message)}`);
    if (error.cause !== undefined)
      this.say(`  cause: ${printable(error.cause)}`);
    const { remedies = [], context = "" } = error.cure ?? {};
    this.say(`  ${printable(adviceText(error.next, remedies, context))}`);
    const command = error.found ? fileCommand(error.found) : null;
    if (command !== null) this.say(`  Run: ${printable(command)}`);
  }

  /** Styles text for stderr. */
  mark(style: Style, text: string): string {
    return this.#noColor || !isatty(2)
      ? text
      : styleText(style, text, { validateStream: false });
  }

  /** Styles text for stdout. */
  markData(style: Style, text: string): string {
    return this.#noColor || !this.isStdoutTerminal
      ? text
      : styleText(style, text, { validateStream: false });
  }
}

/** `talos-vault list | head -1`: the reader has what it wanted. */
function endQuietlyOnClosedPipe(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit();
}

/** What `mark` puts around a text: nothing else may steer the terminal, whoever composed the line. */
// oxlint-disable-next-line no-control-regex
const styles = /(\x1b\[(?:[0-9]{1,2})m)/;

function seen(text: string): string {
  return text
    .split(styles)
    .map((part, index) => (index % 2 === 1 ? part : printableLines(part)))
    .join("");
}
