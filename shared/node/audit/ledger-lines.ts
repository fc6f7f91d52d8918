import { join } from "node:path";
import { ledgerEvents, ledgerLineOf } from "../../core/audit/ledger-events.ts";
import { isRepeated, readAuditLine } from "../../core/audit/line.ts";
import {
  ledgerLines,
  readLedgerLine,
  type LedgerLine,
} from "../../core/ledger/entry.ts";
import { limits } from "../../core/limits.ts";
import { readOwnAgain, type ReadFile } from "../files/own-file.ts";
import { UnsafeFile } from "../files/unsafe-file.ts";
import { inSlices } from "../../core/work-in-slices.ts";
import { LogFollower } from "./log-follower.ts";

type Line = LedgerLine | null;

/** The lines of the ledger, for a program that asks for them again and again. */
export class LedgerLines {
  readonly #home: string;
  readonly #follow: () => Promise<void>;
  #lines: Line[] = [];
  #bytes = 0;
  #first: number | null = null;
  #earlier: {
    readonly file: ReadFile;
    readonly lines: readonly Line[];
  } | null = null;

  /** @param log who reads it for others, too */
  constructor(home: string, log = new LogFollower(home)) {
    this.#home = home;
    this.#follow = log.show({
      isWanted: (event) => event === null || ledgerEvents.has(event),
      take: (line) => this.#take(line),
      forget: () => {
        this.#lines = [];
        this.#first = null;
        this.#bytes = 0;
      },
    });
  }

  /** Oldest first; null for each that cannot be read. Throws the system's error, or `UnsafeFile`. */
  async read(): Promise<readonly Line[]> {
    const earlier = await this.#earlierLines();
    await this.#follow();
    return [...earlier, ...this.#lines];
  }

  /** Of the file that releases before the log wrote: of years it has a hundred thousand lines, and a window asks for it with every list. */
  async #earlierLines(): Promise<readonly Line[]> {
    const path = join(this.#home, "ledger.jsonl");
    const known = this.#earlier?.file ?? null;
    const largest = limits.ledgerFile.most;
    const file = await readOwnAgain(path, largest, known, Date.now());
    if (file === null) return [];
    if (this.#earlier === null || file !== known) {
      const text = new TextDecoder().decode(file.bytes);
      const lines = await inSlices(ledgerLines(text), readLedgerLine);
      this.#earlier = { file, lines };
    }
    return this.#earlier.lines;
  }

  #take(line: Uint8Array): void {
    this.#bytes += line.length;
    // The log may be larger than the memory; what is kept of it may not.
    if (this.#bytes > limits.ledgerFile.most)
      throw new UnsafeFile("far too large");
    const read = readAuditLine(line);
    this.#first ??= read?.n ?? null;
    if (isRepeated(read, this.#first)) return;
    this.#lines.push(read && ledgerLineOf(read));
  }
}
