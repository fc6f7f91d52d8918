import { useCallback, useEffect, useRef, useState } from "react";
import type { WireError, WireResult } from "../../shared/contract/wire.ts";
import { noAnswer } from "./no-answer.ts";
import { useToasts } from "../ui/toasts.tsx";

export interface Action {
  readonly isBusy: boolean;
  readonly run: <T>(
    work: Promise<WireResult<T>>,
    onDone?: (value: T) => void,
  ) => Promise<boolean>;
  /**
   * Does it unless what began the action is gone from the page: whoever left a dialog is elsewhere when its answer comes, perhaps
   * in another dialog, which is not to be closed, nor the page changed under them. Says whether it was done.
   */
  readonly ifShown: (act: () => void) => boolean;
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
  return { ...useRun(tell), ifShown: useIfShown() };
}

/**
 * The same for what a dialog does: the error is the dialog's `problem`, and what was typed stays. Where the dialog was left
 * meanwhile, it is a message: nobody else would tell it.
 */
export function useDialogAction(): Action & {
  readonly problem: WireError | null;
} {
  const toasts = useToasts();
  const [problem, setProblem] = useState<WireError | null>(null);
  const ifShown = useIfShown();
  const tell = useCallback(
    (error: WireError | null) => {
      const isShown = ifShown(() => setProblem(error));
      if (!isShown && error && !isOfLock(error)) toasts.fail(error);
    },
    [toasts, ifShown],
  );
  return { ...useRun(tell), ifShown, problem };
}

/** The page says so itself, and shows nothing of what was being done. */
function isOfLock({ code }: WireError): boolean {
  return code === "vault-locked";
}

function useIfShown(): Action["ifShown"] {
  const isShown = useRef(true);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);
  return useCallback((act) => {
    if (isShown.current) act();
    return isShown.current;
  }, []);
}

/** `tell` is given what went wrong, and null whenever it is tried again. */
function useRun(
  tell: (error: WireError | null) => void,
): Pick<Action, "isBusy" | "run"> {
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
