import type {
  WireError,
  WireResult,
} from "../../../../shared/contract/wire.ts";

/** How far the work at one context is. */
export type BulkState =
  | { readonly kind: "waiting" }
  | { readonly kind: "running" }
  /** In words, where there is something to say of it. */
  | { readonly kind: "done"; readonly words: string | null }
  | { readonly kind: "failed"; readonly error: WireError };

/** Does it for one context; what it gives says how it went, in words or not. */
export type BulkWork = (name: string) => Promise<WireResult<string | null>>;

/**
 * Does the same for many contexts, so many at a time, and tells how each went. What fails stops no other; when it is
 * called off, what has begun is finished and the rest stays waiting.
 */
export async function runBulk(
  names: readonly string[],
  work: BulkWork,
  {
    atOnce,
    isCancelled,
    tell,
  }: {
    readonly atOnce: number;
    readonly isCancelled: () => boolean;
    readonly tell: (name: string, state: BulkState) => void;
  },
): Promise<void> {
  const left = [...names];
  const runner = async (): Promise<void> => {
    for (
      let name = left.shift();
      name !== undefined && !isCancelled();
      name = left.shift()
    ) {
      tell(name, { kind: "running" });
      const result = await work(name);
      tell(
        name,
        result.ok
          ? { kind: "done", words: result.value }
          : { kind: "failed", error: result.error },
      );
    }
  };
  await Promise.all(Array.from({ length: atOnce }, runner));
}

/** How many are in which state. */
export function countStates(
  states: Iterable<BulkState>,
): Readonly<Record<BulkState["kind"], number>> {
  const counts = { waiting: 0, running: 0, done: 0, failed: 0 };
  for (const { kind } of states) counts[kind]++;
  return counts;
}
