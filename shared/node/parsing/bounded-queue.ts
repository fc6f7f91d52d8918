/** Lets so many pieces of work run at once, and so many more wait in the order they came in. */
export class BoundedQueue {
  readonly #waiting: (() => void)[] = [];
  readonly #atOnce: number;
  readonly #mostWaiting: number;
  #running = 0;

  constructor(atOnce: number, mostWaiting: number) {
    this.#atOnce = atOnce;
    this.#mostWaiting = mostWaiting;
  }

  /** Who gets `turn` calls `give` when it is done. `full`: too many wait. `cancelled`: `signal` came first. */
  async take(signal?: AbortSignal): Promise<"turn" | "full" | "cancelled"> {
    if (signal?.aborted) return "cancelled";
    if (this.#running < this.#atOnce) {
      this.#running += 1;
      return "turn";
    }
    if (this.#waiting.length >= this.#mostWaiting) return "full";
    return new Promise((resolve) => {
      const cancel = () => {
        this.#waiting.splice(this.#waiting.indexOf(begin), 1);
        resolve("cancelled");
      };
      const begin = () => {
        signal?.removeEventListener("abort", cancel);
        resolve("turn");
      };
      this.#waiting.push(begin);
      signal?.addEventListener("abort", cancel, { once: true });
    });
  }

  give(): void {
    const next = this.#waiting.shift();
    if (next) next();
    else this.#running -= 1;
  }
}
