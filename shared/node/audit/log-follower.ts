import { equalBytes } from "../../core/bytes.ts";
import { eventOfLine } from "../../core/audit/line.ts";
import { inSlices } from "../../core/in-slices.ts";
import { auditFiles, readLines } from "./audit-files.ts";

/** What somebody keeps of the lines of a log. */
export interface LogView {
  /** @param event null: a line whose event cannot be read */
  isWanted(event: string | null): boolean;
  /** A line that is wanted, without its line feed; the bytes are good for this call. */
  take(line: Uint8Array): void;
  /** All of it is read anew. */
  forget(): void;
}

/**
 * Reads of a log what was added since it was read last: a window asks for it with each of its lists, and it may have
 * millions of calls. The line that was read last says what stood before it; where it is in its place no more, all is read
 * anew. A line that is not finished is not there yet.
 */
export class LogFollower {
  readonly #home: string;
  readonly #view: LogView;
  /** The last line that was read, and where it begins in the log's newest file. */
  #last: { readonly line: Uint8Array; readonly start: number } | null = null;
  /** Those that were read: once lines are archived, or moved, all is read anew. */
  #files: readonly string[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(home: string, view: LogView) {
    this.#home = home;
    this.#view = view;
  }

  /** Brings the view up to now. Throws the system's error, or `UnsafeFile`. */
  follow(): Promise<void> {
    // Two at a time would take lines twice.
    const turn = this.#turn.then(() => this.#followOrForget());
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #followOrForget(): Promise<void> {
    try {
      if (this.#last === null || !(await this.#goOn())) await this.#readAnew();
    } catch (error) {
      this.#forget();
      throw error;
    }
  }

  #forget(): void {
    this.#last = null;
    this.#view.forget();
  }

  async #readAnew(): Promise<void> {
    this.#forget();
    this.#files = auditFiles(this.#home);
    for (const path of this.#files) {
      this.#last = null;
      for await (const { lines, isUnfinished } of readLines(path))
        if (!isUnfinished) await this.#take(lines);
    }
  }

  /** False: it is another log than the one that was read. */
  async #goOn(): Promise<boolean> {
    const files = auditFiles(this.#home);
    if (files.join("\n") !== this.#files.join("\n")) return false;
    const path = files.at(-1) ?? "";
    let known = this.#last?.line;
    for await (const batch of readLines(path, this.#last?.start)) {
      if (batch.isUnfinished) break;
      const [first] = batch.lines;
      if (known && !(first && equalBytes(first, known))) return false;
      await this.#take(known ? batch.lines.slice(1) : batch.lines);
      known = undefined;
    }
    return known === undefined;
  }

  async #take(lines: readonly Uint8Array[]): Promise<void> {
    const wanted = lines.filter((line) =>
      this.#view.isWanted(eventOfLine(line)),
    );
    await inSlices(wanted, (line) => this.#view.take(line));
    const last = lines.at(-1);
    if (!last) return;
    let start = this.#last ? this.#last.start + this.#last.line.length + 1 : 0;
    for (const { length } of lines.slice(0, -1)) start += length + 1;
    this.#last = { line: Uint8Array.from(last), start };
  }
}
