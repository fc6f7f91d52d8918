import { join } from "node:path";
import { pastSessionOf } from "../../core/audit/session-events.ts";
import { isRepeated, readAuditLine } from "../../core/audit/line.ts";
import { limits } from "../../core/limits.ts";
import {
  newestFirst,
  readHistory,
  type PastSession,
} from "../../core/sessions/history.ts";
import { readOwnEndSync } from "../files/own-file.ts";
import { LogFollower } from "./log-follower.ts";

/** So many bytes of the lines that tell of sessions are read: what is older is not looked at. */
const newest = limits.historyFile.most;

interface Past {
  /** Null: a line that is none. */
  readonly session: PastSession | null;
  readonly bytes: number;
}

/** The sessions that are over, for a program that asks for them again and again. */
export class SessionHistory {
  readonly #home: string;
  readonly #follow: () => Promise<void>;
  #past: Past[] = [];
  #bytes = 0;
  #first: number | null = null;
  /** Nobody writes them any more. */
  #earlier: readonly PastSession[] | null = null;

  /** @param log who reads it for others, too */
  constructor(home: string, log = new LogFollower(home)) {
    this.#home = home;
    this.#follow = log.show({
      isWanted: (event) => event === "session.end",
      take: (line) => this.#take(line),
      forget: () => {
        this.#past = [];
        this.#first = null;
        this.#bytes = 0;
      },
    });
  }

  /**
   * Those that the audit log tells of, and the file that releases before it wrote. Newest first; what cannot be read is not
   * worth failing for.
   */
  async read(): Promise<readonly PastSession[]> {
    try {
      await this.#follow();
    } catch {
      // The log's own verbs say what is wrong with it.
    }
    this.#dropOld();
    const sessions = this.#past.flatMap(({ session }) => session ?? []);
    this.#earlier ??= earlierSessions(this.#home);
    return newestFirst([...this.#earlier, ...sessions]);
  }

  #take(line: Uint8Array): void {
    const read = readAuditLine(line);
    this.#first ??= read?.n ?? null;
    if (isRepeated(read, this.#first)) return;
    this.#past.push({
      session: read && pastSessionOf(read),
      bytes: line.length,
    });
    this.#bytes += line.length;
    if (this.#bytes > 2 * newest) this.#dropOld();
  }

  #dropOld(): void {
    let old = 0;
    while (this.#bytes > newest)
      this.#bytes -= this.#past[old++]?.bytes ?? this.#bytes;
    this.#past = this.#past.slice(old);
  }
}

function earlierSessions(home: string): readonly PastSession[] {
  try {
    const end = readOwnEndSync(join(home, "history.jsonl"), newest);
    return readHistory(new TextDecoder().decode(end?.bytes));
  } catch {
    return [];
  }
}
