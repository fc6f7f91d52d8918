import type {
  HoldQuestion,
  HoldWord,
} from "../../../../shared/core/agent/agent-session-messages.ts";
import {
  readHoldNews,
  type HoldNews,
} from "../../../../shared/core/agent/agent-session-news.ts";
import { protocol } from "../../../../shared/core/agent/protocol.ts";
import {
  deadlineIn,
  deadlineName,
} from "../../../../shared/node/agent/deadline.ts";
import type {
  Runtime,
  Wire,
} from "../../../../shared/node/system/runtimes/runtime.ts";

/**
 * Characters of a line of the agent's, which has the paths and the facts of one session. Not of core/limits.ts, whose table
 * costs what waits here more than all else that it loads.
 */
const longestLine = 2 ** 20;

/** What the agent says: news, or its answer as it came, which is the last. */
export type Said =
  | { readonly kind: "news"; readonly news: HoldNews }
  | { readonly kind: "answer"; readonly answer: unknown };

type Unspoken<T> = T extends unknown ? Omit<T, "protocol"> : never;

/** A connection to the agent that holds a session: the session lives as long as this stays open. */
export class AgentLine {
  readonly #said: (Said | null)[] = [];
  #waiting: ((said: Said | null) => void) | null = null;
  #begun = "";
  #wire: Wire | null = null;

  /** Null where nobody listens. The agent does nothing of the question that it reads after so many milliseconds. */
  static async ask(
    runtime: Runtime,
    path: string,
    question: Unspoken<HoldQuestion>,
    withinMs: number,
  ): Promise<AgentLine | null> {
    const line = new AgentLine();
    const decoder = new TextDecoder();
    line.#wire = await runtime.connect(path, {
      onBytes: (bytes) => line.#hear(decoder.decode(bytes, { stream: true })),
      onClose: () => line.#put(null),
    });
    if (line.#wire === null) return null;
    const until = { [deadlineName]: deadlineIn(withinMs) };
    line.#send({ protocol, ...question, ...until });
    return line;
  }

  /** Null when it is closed, or nothing came in time. One waits at a time. */
  next(withinMs?: number): Promise<Said | null> {
    const said = this.#said.shift();
    if (said !== undefined) return Promise.resolve(said);
    return new Promise((resolve) => {
      const timer =
        withinMs === undefined
          ? undefined
          : setTimeout(() => this.#waiting?.(null), withinMs);
      this.#waiting = (one) => {
        clearTimeout(timer);
        this.#waiting = null;
        resolve(one);
      };
    });
  }

  tell(word: Unspoken<HoldWord>): void {
    this.#send({ protocol, ...word });
  }

  close(): void {
    this.#wire?.close();
  }

  #send(message: object): void {
    this.#wire?.send(`${JSON.stringify(message)}\n`);
  }

  #hear(text: string): void {
    this.#begun += text;
    const lines = this.#begun.split("\n");
    this.#begun = lines.pop() ?? "";
    const isTooLong = this.#begun.length > longestLine;
    if (isTooLong || !lines.every((line) => this.#read(line))) this.close();
  }

  /** False for what is nothing of ours. */
  #read(line: string): boolean {
    let value: unknown;
    try {
      value = JSON.parse(line);
    } catch {
      return false;
    }
    if (typeof value !== "object" || value === null) return false;
    if (!("news" in value)) {
      this.#put({ kind: "answer", answer: value });
      return true;
    }
    const news = readHoldNews(value.news);
    if (news !== null) this.#put({ kind: "news", news });
    return news !== null;
  }

  #put(said: Said | null): void {
    if (this.#waiting) this.#waiting(said);
    else this.#said.push(said);
  }
}
