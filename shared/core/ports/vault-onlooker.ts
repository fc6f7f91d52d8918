import type { GuardRules } from "../gateway/guard/guard-rules.ts";
import type { Warning } from "../warning.ts";

/** What a running session with a gateway said to the guard of its context. */
export interface GuardedSession {
  readonly id: string;
  readonly context: string;
  /** `new`: it goes by it from now on; `known`: it did so before; `silent`: its holder does not answer, or takes no more rules. */
  readonly outcome: "new" | "known" | "silent";
}

/** The guard of a context as it is now; null: sessions of it are left as they are. */
export type GuardOf = (context: string) => GuardRules | null;

/** Whoever is to hear of a vault that is written or opened, whatever verb or handler does it. */
export interface VaultOnlooker {
  /** What there is to know about a write that is done, or about what runs. Nothing of it is lost for a caller who does not look. */
  tell(warnings: readonly Warning[]): void;
  /**
   * Has each running session with a gateway go by the guard of its context too, which makes it narrower and never wider
   * (docs/decisions/0090). `patience`: `long` waits for holders that have much to do; `short` passes by those that do not answer at once.
   */
  tighten(
    guardOf: GuardOf,
    patience: "long" | "short",
  ): Promise<readonly GuardedSession[]>;
}

/** The same onlooker for somebody who tells the warnings of a write in an answer of their own. */
export function withoutTelling(onlooker: VaultOnlooker): VaultOnlooker {
  return { ...onlooker, tell: () => undefined };
}
