import { limits } from "../../core/limits.ts";

/** What a person says about a call that is held. */
export type HeldAnswer = "denied" | "once" | "ten-minutes" | "end-session";

export interface HeldQuestion {
  /** What the call asks for, as a sentence without a full stop. */
  readonly text: string;
  readonly method: string;
  readonly nodes: readonly string[];
  /** Which call of the session it is. */
  readonly number: number;
  /** How many calls wait for a person, this one included. */
  readonly waiting: number;
}

/** Asks somebody who is not the client. The signal ends when nobody wants to know any more: then the answer is no. */
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
  /** What may pass until when, by method and nodes. */
  readonly #open = new Map<string, number>();
  #turn: Promise<unknown> = Promise.resolve();
  #waiting = 0;

  constructor(ask: AskPerson, now: () => number) {
    this.#ask = ask;
    this.#now = now;
  }

  /** `too-many`: more wait than anybody would answer. */
  async decide(
    question: Omit<HeldQuestion, "waiting">,
    signal: AbortSignal,
  ): Promise<HeldAnswer | "too-many"> {
    if (this.#isOpen(question)) return "once";
    if (this.#waiting >= limits.gatewayHeld.most) return "too-many";
    this.#waiting += 1;
    const before = this.#turn;
    const answer = before.then(() => this.#askNow(question, signal));
    this.#turn = answer.catch(() => undefined);
    try {
      return await answer;
    } finally {
      this.#waiting -= 1;
    }
  }

  async #askNow(
    question: Omit<HeldQuestion, "waiting">,
    signal: AbortSignal,
  ): Promise<HeldAnswer> {
    if (signal.aborted) return "denied";
    if (this.#isOpen(question)) return "once";
    const waiting = this.#waiting;
    const answer = await this.#ask({ ...question, waiting }, signal);
    if (signal.aborted) return "denied";
    if (answer === "ten-minutes")
      this.#open.set(nameOf(question), this.#now() + tenMinutesMs);
    return answer;
  }

  #isOpen(question: Omit<HeldQuestion, "waiting">): boolean {
    const until = this.#open.get(nameOf(question));
    return until !== undefined && this.#now() < until;
  }
}

/** This method on these nodes, whatever else is asked for with it. */
function nameOf({ method, nodes }: Omit<HeldQuestion, "waiting">): string {
  return JSON.stringify([method, nodes.toSorted()]);
}
