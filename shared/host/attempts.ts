/** What windows began and may call off while it runs, by the names that they gave. */
export class Attempts {
  readonly #running = new Map<string, AbortController>();
  #unnamed = 0;

  /** Without a name only `cancelAll` ends it. */
  async run<T>(
    name: string | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const controller = new AbortController();
    const key = name ?? `unnamed ${String(++this.#unnamed)}`;
    this.#running.set(key, controller);
    try {
      return await work(controller.signal);
    } finally {
      this.#running.delete(key);
    }
  }

  cancel(name: string): void {
    this.#running.get(name)?.abort();
  }

  cancelAll(): void {
    for (const controller of this.#running.values()) controller.abort();
  }
}
