import { useCallback, useEffect, useRef, useState } from "react";
import { runBulk, type BulkState, type BulkWork } from "./bulk-run.ts";

/** Work at many contexts as a dialog shows it. */
export interface Bulk {
  readonly states: ReadonlyMap<string, BulkState>;
  readonly isRunning: boolean;
  /** Those that are waiting or failed. */
  readonly start: () => void;
  /** What has begun is finished. */
  readonly cancel: () => void;
}

export function useBulk(
  names: readonly string[],
  work: BulkWork,
  atOnce: number,
): Bulk {
  const [states, setStates] = useState<ReadonlyMap<string, BulkState>>(
    () => new Map(names.map((name) => [name, { kind: "waiting" }])),
  );
  const [isRunning, setIsRunning] = useState(false);
  const isCancelled = useRef(false);
  // A dialog that is gone, by a lock or by its person, begins nothing more.
  useEffect(
    () => () => {
      isCancelled.current = true;
    },
    [],
  );
  const start = useCallback(() => {
    const open = [...states].flatMap(([name, { kind }]) =>
      kind === "waiting" || kind === "failed" ? [name] : [],
    );
    isCancelled.current = false;
    setIsRunning(true);
    void runBulk(open, work, {
      atOnce,
      isCancelled: () => isCancelled.current,
      tell: (name, state) =>
        setStates((before) => new Map(before).set(name, state)),
    }).then(() => setIsRunning(false));
  }, [states, work, atOnce]);
  const cancel = useCallback(() => {
    isCancelled.current = true;
  }, []);
  return { states, isRunning, start, cancel };
}
