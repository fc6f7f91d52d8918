import { useCallback, useEffect } from "react";
import type { WireError, WireResult } from "../../../shared/contract/wire.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useAttempt } from "../../bridge/attempt.ts";

/** Asks a store, one thing at a time: what it answers to an earlier question, or to whoever has left, counts for nothing. */
export function useAsking(): {
  readonly ask: <T>(
    work: (attempt: string) => Promise<WireResult<T>>,
    onDone: (value: T) => void,
  ) => void;
  readonly cancel: () => void;
  readonly isAsking: boolean;
  readonly problem: WireError | null;
} {
  const { begin, end, cancel } = useAttempt();
  const { run, isBusy, problem } = useDialogAction();
  const leave = useCallback(() => void cancel(), [cancel]);
  // Where it is asked is gone: nobody waits any more.
  useEffect(() => leave, [leave]);
  const ask = useCallback(
    <T>(
      work: (attempt: string) => Promise<WireResult<T>>,
      onDone: (value: T) => void,
    ) => {
      cancel();
      const { name, isCancelled } = begin();
      void run(work(name), (value) => {
        if (isCancelled()) return;
        end();
        onDone(value);
      });
    },
    [begin, end, cancel, run],
  );
  return { ask, cancel: leave, isAsking: isBusy, problem };
}
