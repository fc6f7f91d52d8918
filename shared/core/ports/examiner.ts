import type { Examination } from "../certificates/examine-many.ts";
import type { TalosContext } from "../talosconfig/types.ts";

/** Reads the credentials of many contexts, away from who goes on meanwhile and on more than one processor where that pays. */
export interface Examiner {
  /** One for each context, in their order. What it is asked about stays in this process. `signal` ends it at once: then what was found by then, with gaps. */
  examine(
    contexts: readonly TalosContext[],
    now: Date,
    signal?: AbortSignal,
  ): Promise<readonly (Examination | undefined)[]>;
}
