import type { HostEvent } from "../contract/events.ts";

export type Listener = (event: HostEvent) => void;

/** Passes events on to whoever listens. */
export class Events {
  readonly #listeners = new Set<Listener>();

  listen(listener: Listener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  tell(event: HostEvent): void {
    for (const listener of this.#listeners) listener(event);
  }
}
