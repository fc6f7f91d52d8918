import type { Stage } from "../../core/diagnosis/probe.ts";
import {
  joinWalks,
  withStage,
  type Walking,
} from "../../core/diagnosis/walking.ts";

/** A check that is under way. */
export interface RunningCheck {
  /** Ends when the check is cancelled. */
  readonly signal: AbortSignal;
  /** A stage of a walk began. */
  readonly enter: (
    context: string,
    endpoint: string,
    node: string | null,
    stage: Stage,
  ) => void;
  readonly end: () => void;
}

interface Check {
  readonly controller: AbortController;
  /** By context. */
  readonly walks: Map<string, readonly Walking[]>;
}

/** Which checks run and how far they are, for a window that comes later; locking calls them off. */
export class RunningChecks {
  readonly #checks = new Set<Check>();

  begin(contexts: readonly string[]): RunningCheck {
    const check: Check = {
      controller: new AbortController(),
      walks: new Map(contexts.map((name) => [name, []])),
    };
    this.#checks.add(check);
    const { walks, controller } = check;
    return {
      signal: controller.signal,
      enter: (context, ...stage) =>
        void walks.set(context, withStage(walks.get(context) ?? [], ...stage)),
      end: () => void this.#checks.delete(check),
    };
  }

  /** The walks of a context's checks; null: none is under way. */
  of(context: string): readonly Walking[] | null {
    const running = [...this.#checks].filter(({ walks }) => walks.has(context));
    return running.length === 0
      ? null
      : running.map(({ walks }) => walks.get(context) ?? []).reduce(joinWalks);
  }

  callOffAll(): void {
    for (const { controller } of this.#checks) controller.abort();
  }
}
