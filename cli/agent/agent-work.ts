import { setTimeout } from "node:timers/promises";

/** What an agent has begun and not finished. */
export class AgentWork {
  readonly #running = new Set<Promise<unknown>>();

  /** Counts as running until it is over, however it ends. */
  track<T>(work: Promise<T>): Promise<T> {
    this.#running.add(work);
    const settle = (): void => void this.#running.delete(work);
    work.then(settle, settle);
    return work;
  }

  /** Resolves when nothing is running, or after this time. */
  async finished(withinMs: number): Promise<void> {
    await Promise.race([this.#idle(), setTimeout(withinMs)]);
  }

  /** What is running may begin something else. */
  async #idle(): Promise<void> {
    while (this.#running.size > 0) await Promise.allSettled(this.#running);
  }
}
