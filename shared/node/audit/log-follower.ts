import { equalBytes } from "../../core/bytes.ts";
import { eventOfLine } from "../../core/audit/line.ts";
import { inSlices } from "../../core/work-in-slices.ts";
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

/** A view, and why it could not take the lines; undefined: it did. */
interface Viewed {
  readonly view: LogView;
  failed?: Error;
}

/**
 * Reads of a log what was added since it was read last, once for all who keep something of it: a window asks with each of its lists,
 * and it may have millions of calls. The line that was read last says what stood before it; where it is in its place no more,
 * all is read anew. A line that is not finished is not there yet.
 */
export class LogFollower {
  readonly #home: string;
  readonly #views: Viewed[] = [];
  /** The last line that was read, and where it begins in the log's newest file. */
  #last: { readonly line: Uint8Array; readonly start: number } | null = null;
  /** Those that were read: once lines are archived, or moved, all is read anew. */
  #files: readonly string[] = [];
  #turn: Promise<void> = Promise.resolve();

  constructor(home: string) {
    this.#home = home;
  }

  /**
   * Whoever is told of lines from now on; who comes later has all read anew.
   * @returns brings it up to now. It throws the system's error, `UnsafeFile`, and what the view threw
   */
  show(view: LogView): () => Promise<void> {
    const viewed: Viewed = { view };
    this.#views.push(viewed);
    this.#last = null;
    return async () => {
      // Two at a time would take lines twice.
      const turn = this.#turn.then(() => this.#followOrForget());
      this.#turn = turn.catch(() => undefined);
      await turn;
      if (viewed.failed !== undefined) throw viewed.failed;
    };
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
    for (const viewed of this.#views) {
      viewed.view.forget();
      delete viewed.failed;
    }
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
    const events = lines.map(eventOfLine);
    for (const viewed of this.#views)
      await takeInto(
        viewed,
        lines.filter((_, at) => viewed.view.isWanted(events[at] ?? null)),
      );
    const last = lines.at(-1);
    if (!last) return;
    let start = this.#last ? this.#last.start + this.#last.line.length + 1 : 0;
    for (const { length } of lines.slice(0, -1)) start += length + 1;
    this.#last = { line: Uint8Array.from(last), start };
  }
}

/** One that cannot take them is left alone until all is read anew; the others go on. */
async function takeInto(
  viewed: Viewed,
  wanted: readonly Uint8Array[],
): Promise<void> {
  if (viewed.failed !== undefined) return;
  try {
    await inSlices(wanted, (line) => viewed.view.take(line));
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    viewed.view.forget();
    viewed.failed = error;
  }
}
