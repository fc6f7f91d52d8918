import type { Terminal } from "../terminal.ts";
import { printable } from "../../shared/core/text/printable.ts";

/** A few lines on a terminal that change while something runs, and are gone when it is over. Elsewhere: nothing. */
export class LiveLines {
  /** Somebody can see it. */
  readonly isShown: boolean;
  readonly #terminal: Terminal;
  #drawn = 0;

  constructor(terminal: Terminal) {
    this.#terminal = terminal;
    this.isShown = terminal.isStderrTerminal && process.env["TERM"] !== "dumb";
  }

  /** Takes the place of the lines before; what does not fit on the screen is left out. */
  draw(lines: readonly string[]): void {
    if (!this.isShown) return;
    const shown = lines
      .slice(0, Math.max(1, process.stderr.rows - 2))
      .map((line) => printable(line).slice(0, process.stderr.columns - 1));
    this.#terminal.redraw(this.#drawn, shown);
    this.#drawn = shown.length;
  }

  clear(): void {
    this.#terminal.redraw(this.#drawn, []);
    this.#drawn = 0;
  }
}
