import { useCallback, useRef, useState } from "react";
import type { WireError, WireResult } from "../../shared/contract/wire.ts";
import { noAnswer } from "./no-answer.ts";
import { useToasts } from "../ui/toasts.tsx";

export interface Action {
  readonly isBusy: boolean;
  readonly run: <T>(
    work: Promise<WireResult<T>>,
    onDone?: (value: T) => void,
  ) => Promise<boolean>;
}

/** Something that a person started: busy while it runs; an error becomes a message, which the next try takes away. */
export function useAction(): Action {
  const toasts = useToasts();
  const closeLast = useRef<(() => void) | null>(null);
  const tell = useCallback(
    (error: WireError | null) => {
      closeLast.current?.();
      closeLast.current = error ? toasts.fail(error) : null;
    },
    [toasts],
  );
  return useRun(tell);
}

/** The same for what a dialog does: the error is the dialog's `problem`, and what was typed stays. */
export function useDialogAction(): Action & {
  readonly problem: WireError | null;
} {
  const [problem, setProblem] = useState<WireError | null>(null);
  return { ...useRun(setProblem), problem };
}

/** `tell` is given what went wrong, and null whenever it is tried again. */
function useRun(tell: (error: WireError | null) => void): Action {
  const [running, setRunning] = useState(0);
  const run = useCallback(
    async <T>(
      work: Promise<WireResult<T>>,
      onDone?: (value: T) => void,
    ): Promise<boolean> => {
      setRunning((count) => count + 1);
      tell(null);
      let result: WireResult<T>;
      try {
        result = await work;
      } catch {
        result = { ok: false, error: noAnswer };
      } finally {
        setRunning((count) => count - 1);
      }
      if (result.ok) onDone?.(result.value);
      // No news for whoever cancelled it.
      else if (result.error.code !== "cancelled") tell(result.error);
      return result.ok;
    },
    [tell],
  );
  return { isBusy: running > 0, run };
}
