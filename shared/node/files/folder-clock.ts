import { lstatSync } from "node:fs";

/**
 * The clock that stamps the files of a folder, which is the one that their age is told by: that of this process may be another
 * machine's, and may be set while it waits.
 */
export class FolderClock {
  readonly #stamp: number;
  readonly #readAt = performance.now();

  /** @param made a file that was made just now */
  constructor(made: string) {
    const found = lstatSync(made, { throwIfNoEntry: false });
    this.#stamp = found?.mtimeMs ?? Date.now();
  }

  /** In milliseconds since 1970. */
  now(): number {
    return this.#stamp + performance.now() - this.#readAt;
  }
}
