import { givenFor } from "../../core/gateway/given-for.ts";
import type { Clock } from "../../core/ports/clock.ts";
import type { Upstream } from "./upstream.ts";

/** What a person let a session do for a while. */
export interface GivenRights {
  /** Methods that are called without a question, and with the roles below; empty: it is about the roles alone, for every call. */
  readonly methods: readonly string[];
  /** The way with a credential of other roles; null: the session's own is enough. */
  readonly as: {
    readonly roles: readonly string[];
    readonly upstream: Pick<Upstream, "open" | "close">;
  } | null;
}

/** The same, for whoever may see it. */
export interface NowGiven {
  readonly methods: readonly string[];
  readonly roles: readonly string[] | null;
}

interface Running extends GivenRights {
  /** By either clock: one stands still during suspend, the other can be set back. */
  readonly wallEnd: number;
  readonly monotonicEnd: number;
}

/** What runs beyond its time is cut so late at most. */
const tickMs = 1000;

/** What a session may do beside its own, each until its time; what runs by it is cut then. */
export class MoreRights {
  readonly #clock: Clock;
  /** Of methods that calls run of by what was given. */
  readonly #ends = new Map<string, AbortController>();
  #running: readonly Running[] = [];
  #timer: NodeJS.Timeout | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  give(rights: GivenRights, seconds: number): void {
    const ms = seconds * 1000;
    const wallEnd = this.#clock.now().getTime() + ms;
    const monotonicEnd = this.#clock.monotonicMs() + ms;
    this.#running = [...this.#running, { ...rights, wallEnd, monotonicEnd }];
    this.#timer ??= setInterval(() => this.tick(), tickMs).unref();
  }

  /** Methods that are called without a question now. */
  get methods(): ReadonlySet<string> {
    this.tick();
    return new Set(this.#running.flatMap(({ methods }) => methods));
  }

  get given(): readonly NowGiven[] {
    this.tick();
    return this.#running.map(({ methods, as }) => ({
      methods,
      roles: as?.roles ?? null,
    }));
  }

  /** The way of a method's calls now; null: the session's own. */
  wayOf(method: string): GivenRights["as"] {
    this.tick();
    return givenFor(this.#running, [method])?.as ?? null;
  }

  /** Ends as soon as nothing that is given has the method any more. */
  endOf(method: string): AbortSignal {
    const known = this.#ends.get(method);
    if (known) return known.signal;
    const made = new AbortController();
    this.#ends.set(method, made);
    this.tick();
    return made.signal;
  }

  /** Ends what is over. */
  tick(): void {
    const [now, monotonic] = [
      this.#clock.now().getTime(),
      this.#clock.monotonicMs(),
    ];
    this.#keep(
      ({ wallEnd, monotonicEnd }) => now < wallEnd && monotonic < monotonicEnd,
    );
  }

  close(): void {
    this.#keep(() => false);
  }

  #keep(isKept: (one: Running) => boolean): void {
    const over = this.#running.filter((one) => !isKept(one));
    this.#running = this.#running.filter(isKept);
    // Before their connections: a call that is cut is told why.
    this.#endCalls();
    for (const { as } of over) as?.upstream.close();
    if (this.#running.length > 0 || this.#timer === null) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  #endCalls(): void {
    const given = new Set(this.#running.flatMap(({ methods }) => methods));
    for (const [method, end] of this.#ends)
      if (!given.has(method)) {
        this.#ends.delete(method);
        end.abort();
      }
  }
}
