import type { Result } from "../core/result.ts";
import type { VaultDocument } from "../core/vault/document.ts";
import type { Events } from "./events.ts";

/**
 * Which state of the vault the windows know, so that a change of this process is not told twice: once by what made it, and
 * again by the watch of the folder, which cannot know whose write it saw.
 */
export class OwnChanges {
  readonly #read: () => Promise<Result<VaultDocument>>;
  readonly #events: Events;
  #known: VaultDocument | null = null;
  #running = 0;
  #isSeen = false;

  /** `read` gives the same object for the same file. */
  constructor(read: () => Promise<Result<VaultDocument>>, events: Events) {
    this.#read = read;
    this.#events = events;
  }

  /** A change and what the windows are told of it: what the watch sees meanwhile is looked at afterwards. */
  async run<T>(change: () => Promise<T>): Promise<T> {
    this.#running++;
    try {
      return await change();
    } finally {
      this.#running--;
      if (this.#running === 0 && this.#isSeen) await this.seen();
    }
  }

  /** The windows have been told all that is new in it. */
  told(document: VaultDocument): void {
    this.#known = document;
  }

  /** The file was written, by whomever. */
  async seen(): Promise<void> {
    this.#isSeen = this.#running > 0;
    if (this.#isSeen) return;
    const document = await this.#read();
    if (document.ok && document.value === this.#known) return;
    if (document.ok) this.#known = document.value;
    this.#events.tell({ kind: "vault" });
  }
}
