import { useCallback, useState } from "react";
import type { WireResult } from "../../shared/contract/wire.ts";
import { useToasts } from "../ui/toasts.tsx";

/** Something that a person started: busy while it runs; an error becomes a message with its next step. */
export function useAction(): {
  readonly isBusy: boolean;
  readonly run: <T>(
    work: Promise<WireResult<T>>,
    onDone?: (value: T) => void,
  ) => Promise<boolean>;
} {
  const toasts = useToasts();
  const [running, setRunning] = useState(0);
  const run = useCallback(
    async <T>(
      work: Promise<WireResult<T>>,
      onDone?: (value: T) => void,
    ): Promise<boolean> => {
      setRunning((count) => count + 1);
      const result = await work;
      setRunning((count) => count - 1);
      if (result.ok) onDone?.(result.value);
      else if (result.error.code !== "declined" || result.error.next !== "")
        toasts.fail(result.error);
      return result.ok;
    },
    [toasts],
  );
  return { isBusy: running > 0, run };
}
