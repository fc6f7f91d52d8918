import type { Terminal } from "../terminal.ts";

/** A few lines on a terminal that change while something runs, and are gone when it is over. Elsewhere: nothing. */
export class LiveLines {
  /** Somebody can see it. */
  readonly isShown: boolean;
  #drawn = 0;

  constructor({ isStderrTerminal }: Terminal) {
    this.isShown = isStderrTerminal && process.env["TERM"] !== "dumb";
  }

  /** Takes the place of the lines before; what does not fit on the screen is left out. */
  draw(lines: readonly string[]): void {
    if (!this.isShown) return;
    const { rows, columns } = process.stderr;
    const shown = lines
      .slice(0, Math.max(1, rows - 2))
      .map((line) => line.slice(0, columns - 1));
    this.clear();
    if (shown.length === 0) return;
    process.stderr.write(`${shown.join("\n")}\n`);
    this.#drawn = shown.length;
  }

  clear(): void {
    if (this.#drawn === 0) return;
    process.stderr.moveCursor(0, -this.#drawn);
    process.stderr.clearScreenDown();
    this.#drawn = 0;
  }
}
