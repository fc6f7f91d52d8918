import type {
  EventFilter,
  EventPlace,
  EventsPage,
} from "../../../shared/contract/audit.ts";
import type { WireError, WireResult } from "../../../shared/contract/wire.ts";
import { added, begun, continued, type EventWindow } from "./event-window.ts";

/** So few make the list look empty while older ones are looked for. */
const fewRows = 30;

type Ask = (
  filter: EventFilter,
  before: EventPlace | null,
) => Promise<WireResult<EventsPage>>;

export interface StoredEvents {
  /** Null: not told yet. */
  readonly held: EventWindow | null;
  readonly error: WireError | null;
  /** Events are waited for. */
  readonly isLoading: boolean;
}

/** The events that a page holds. The last answer stays until there is one to another filter. */
export class EventStore {
  readonly #ask: Ask;
  readonly #listeners = new Set<() => void>();
  #filter: EventFilter | null = null;
  #state: StoredEvents = { held: null, error: null, isLoading: true };
  #turn = 0;
  /** The log has grown, and nobody has asked since. */
  #hasGrown = false;
  /** The turn that asks for what is new in it. */
  #newsTurn = 0;

  constructor(ask: Ask) {
    this.#ask = ask;
  }

  get state(): StoredEvents {
    return this.#state;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  /** From the newest event on that a filter finds. */
  readonly look = (filter: EventFilter): void => {
    this.#filter = filter;
    this.loadNewest();
  };

  /** Nobody looks any more: what is on its way is passed over. */
  readonly stop = (): void => {
    this.#turn += 1;
    this.#filter = null;
  };

  readonly loadNewest = (): void => {
    this.#hasGrown = false;
    void this.#load(null, begun);
  };

  /** More of them; of a window that is full another one, which begins there. */
  readonly loadOlder = (): void => {
    const { held, isLoading } = this.#state;
    if (held?.older && !isLoading)
      void this.#load(held.older, (page) => continued(held, page));
  };

  /** The log has grown: what is new is asked for once nothing else is on its way, which may have been read before it. */
  readonly refresh = (): void => {
    this.#hasGrown = true;
    this.#askForNews();
  };

  #askForNews(): void {
    const { held, isLoading } = this.#state;
    const isAsking = isLoading || this.#newsTurn === this.#turn;
    if (!this.#hasGrown || isAsking || !held?.isNewest) return;
    this.#hasGrown = false;
    this.#newsTurn = this.#turn + 1;
    void this.#load(null, (page) => added(held, page), true);
  }

  async #load(
    before: EventPlace | null,
    take: (page: EventsPage) => EventWindow,
    isQuiet = false,
  ): Promise<void> {
    const filter = this.#filter;
    if (filter === null) return;
    const mine = ++this.#turn;
    if (!isQuiet) this.#set({ isLoading: true });
    const page = await this.#ask(filter, before);
    // Another question was asked meanwhile.
    if (this.#turn !== mine) {
      if (isQuiet) this.refresh();
      return;
    }
    this.#newsTurn = 0;
    this.#set(
      page.ok
        ? { held: take(page.value), error: null, isLoading: false }
        : { error: page.error, isLoading: false },
    );
    const { held } = this.#state;
    // A search looks back a part at a time.
    if (page.ok && held && !held.isFull && held.rows.length < fewRows)
      this.loadOlder();
    this.#askForNews();
  }

  #set(change: Partial<StoredEvents>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}
