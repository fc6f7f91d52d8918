import type { GuardedSession } from "../../core/gateway/guard/decide-call.ts";
import { givenFor } from "../../core/gateway/elevation/elevation-in-force.ts";
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

/** The way of calls by roles that were given. */
export interface GivenWay extends NonNullable<GivenRights["as"]> {
  /** Ends with them: before their connection does, so that a call which is cut is told why. */
  readonly over: AbortSignal;
}

interface Running extends GivenRights {
  readonly end: AbortController;
  /** By either clock: one stands still during suspend, the other can be set back. */
  readonly wallEnd: number;
  readonly monotonicEnd: number;
}

/** What runs beyond its time is cut so late at most. */
const tickMs = 1000;

/** What a session may do beside its own, each until its time; what runs by it is cut then. */
export class Elevations {
  readonly #clock: Clock;
  readonly #onChange: () => void;
  /** For each method what ends the calls of it that run by what was given. */
  readonly #ends = new Map<string, AbortController>();
  #running: readonly Running[] = [];
  #timer: NodeJS.Timeout | null = null;

  /** @param onChange told whenever something was given or is over */
  constructor(clock: Clock, onChange: () => void = () => undefined) {
    this.#clock = clock;
    this.#onChange = onChange;
  }

  give(rights: GivenRights, seconds: number): void {
    const ms = seconds * 1000;
    const wallEnd = this.#clock.now().getTime() + ms;
    const monotonicEnd = this.#clock.monotonicMs() + ms;
    const end = new AbortController();
    this.#running = [
      ...this.#running,
      { ...rights, wallEnd, monotonicEnd, end },
    ];
    this.#timer ??= setInterval(() => this.tick(), tickMs).unref();
    this.#onChange();
  }

  /** Methods that are called without a question now, and those of them with other roles. */
  get methods(): Required<Pick<GuardedSession, "granted" | "grantedRoles">> {
    this.tick();
    const granted = new Set(this.#running.flatMap(({ methods }) => methods));
    const withRoles = [...granted].filter(
      (method) => this.#givenFor(method)?.as,
    );
    return { granted, grantedRoles: new Set(withRoles) };
  }

  get given(): readonly NowGiven[] {
    this.tick();
    return this.#running.map(({ methods, as }) => ({
      methods,
      roles: as?.roles ?? null,
    }));
  }

  /** How calls of a method go on now; null: as the session's own. */
  wayOf(method: string): GivenWay | null {
    this.tick();
    const given = this.#givenFor(method);
    return given?.as ? { ...given.as, over: given.end.signal } : null;
  }

  #givenFor(method: string): Running | undefined {
    return givenFor(this.#running, [method]);
  }

  /** A signal that ends as soon as nothing given covers the method any more. */
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
    for (const { end, as } of over) {
      end.abort();
      as?.upstream.close();
    }
    if (this.#running.length === 0 && this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
    }
    if (over.length > 0) this.#onChange();
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
