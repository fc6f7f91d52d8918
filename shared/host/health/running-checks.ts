import type { Stage } from "../../core/diagnosis/probe.ts";
import {
  joinProgress,
  withStage,
  type ProbeProgress,
} from "../../core/diagnosis/probe-progress.ts";

/** A check that is under way. */
export interface RunningCheck {
  /** Ends when the check is cancelled. */
  readonly signal: AbortSignal;
  /** A stage of a probe began. */
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
  readonly progress: Map<string, readonly ProbeProgress[]>;
}

/** Which checks run and how far they are, for a window that comes later; locking cancels them. */
export class RunningChecks {
  readonly #checks = new Set<Check>();

  begin(contexts: readonly string[]): RunningCheck {
    const check: Check = {
      controller: new AbortController(),
      progress: new Map(contexts.map((name) => [name, []])),
    };
    this.#checks.add(check);
    const { progress, controller } = check;
    return {
      signal: controller.signal,
      enter: (context, ...stage) =>
        void progress.set(
          context,
          withStage(progress.get(context) ?? [], ...stage),
        ),
      end: () => void this.#checks.delete(check),
    };
  }

  /** How far the probes of a context's checks are; null: none is under way. */
  of(context: string): readonly ProbeProgress[] | null {
    const running = [...this.#checks].filter(({ progress }) =>
      progress.has(context),
    );
    return running.length === 0
      ? null
      : running
          .map(({ progress }) => progress.get(context) ?? [])
          .reduce(joinProgress);
  }

  cancelAll(): void {
    for (const { controller } of this.#checks) controller.abort();
  }
}
