/** What windows began: each may be cancelled while it runs, by the name that the window gave it, or by the lock. */
export class CancellableTasks {
  readonly #running = new Set<{
    readonly name: string | undefined;
    readonly controller: AbortController;
  }>();

  /** Without a name only `cancelAll` ends it. */
  async run<T>(
    name: string | undefined,
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const attempt = { name, controller: new AbortController() };
    this.#running.add(attempt);
    try {
      return await work(attempt.controller.signal);
    } finally {
      this.#running.delete(attempt);
    }
  }

  cancel(wanted: string): void {
    for (const { name, controller } of this.#running)
      if (name === wanted) controller.abort();
  }

  cancelAll(): void {
    for (const { controller } of this.#running) controller.abort();
  }
}
