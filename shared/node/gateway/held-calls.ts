import { limits } from "../../core/limits.ts";
import { sha256OfBytes } from "../../core/pki/primitives/hash-and-hmac.ts";

/** What a person says about a call that is held. */
export type HeldAnswer = "denied" | "once" | "ten-minutes" | "end-session";

/** A call that waits for a person. */
export interface HeldCall {
  /** What the call asks for, as a sentence without a full stop. */
  readonly text: string;
  readonly method: string;
  readonly nodes: readonly string[];
  /**
   * The request as the client sent it; null for a call that goes on sending, because a person cannot be shown what
   * comes later.
   */
  readonly asked: Uint8Array | null;
  /** Which call of the session it is. */
  readonly number: number;
  /** The client's connection on loopback; null: it is gone. */
  readonly connection: Connection | null;
}

/** The two ports of a connection on this machine, as we see it: the client has the remote one. */
export interface Connection {
  readonly localPort: number;
  readonly remotePort: number;
}

export interface HeldQuestion extends HeldCall {
  /** How many calls wait for a person, this one included. */
  readonly waiting: number;
  /** Has a function told how many wait whenever one more does, until the question is answered. */
  readonly onMore: (tell: (waiting: number) => void) => void;
}

/**
 * Asks a person who is not the client. The signal aborts when the answer is no longer needed; the answer is no then.
 */
export type AskPerson = (
  question: HeldQuestion,
  signal: AbortSignal,
) => Promise<HeldAnswer>;

/** The answer's own name says so. */
const tenMinutesMs = 600_000;

/**
 * Calls that wait for a person: one question at a time, and how many wait behind it. Whoever gives up is not asked for,
 * and what is asked for again while it waits is the same question.
 */
export class HeldCalls {
  readonly #ask: AskPerson;
  readonly #now: () => number;
  /** What may pass until when. */
  readonly #open = new Map<string, number>();
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;
  /** A person ended the session: nobody is asked about what waits still. */
  #isEnded = false;
  /** Who wants to know how many wait while a question does. */
  #tellMore: (waiting: number) => void = nobody;

  constructor(ask: AskPerson, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  /** `too-many`: more wait than anybody would answer. */
  async decide(
    question: HeldCall,
    signal: AbortSignal,
  ): Promise<HeldAnswer | "too-many"> {
    if (this.#isOpen(question)) return "once";
    if (this.#waiting >= limits.gatewayHeld.most) return "too-many";
    this.#waiting += 1;
    this.#tellMore(this.#waiting);
    const before = this.#turn;
    const answer = before.then(() => this.#askNow(question, signal));
    this.#turn = answer.catch(() => undefined);
    try {
      return await answer;
    } finally {
      this.#waiting -= 1;
    }
  }

  async #askNow(question: HeldCall, signal: AbortSignal): Promise<HeldAnswer> {
    if (signal.aborted || this.#isEnded) return "denied";
    if (this.#isOpen(question)) return "once";
    const asked: HeldQuestion = {
      ...question,
      waiting: this.#waiting,
      onMore: (tell) => (this.#tellMore = tell),
    };
    // What could not be asked is no.
    const answer = await this.#ask(asked, signal)
      .catch((): HeldAnswer => "denied")
      .finally(() => (this.#tellMore = nobody));
    if (signal.aborted) return "denied";
    if (answer === "end-session") this.#isEnded = true;
    const name = answer === "ten-minutes" ? nameOf(question) : null;
    if (name !== null) this.#open.set(name, this.#now() + tenMinutesMs);
    return answer;
  }

  #isOpen(question: HeldCall): boolean {
    const name = nameOf(question);
    const until = name === null ? undefined : this.#open.get(name);
    return until !== undefined && this.#now() < until;
  }
}

/**
 * What a person saw: this method, asked for exactly this, on these nodes. By its bytes, and not by the sentence, which is
 * cut and counts what is long. Null: they saw a part of it, and agreed to that one alone.
 */
function nameOf({ method, nodes, asked }: HeldCall): string | null {
  const from = nodes.toSorted();
  return asked && JSON.stringify([method, from, sha256OfBytes(asked)]);
}

function nobody(): void {
  // No question waits.
}
