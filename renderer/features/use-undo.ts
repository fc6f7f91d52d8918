import { useCallback } from "react";
import type { WireResult } from "../../shared/contract/wire.ts";
import { useAction } from "../bridge/action.ts";
import { useCall } from "../bridge/client.tsx";
import { useToasts } from "../ui/toasts.tsx";

/**
 * Call it right after a change: what it gives takes that change back and no other, and refuses when the vault was changed
 * since. A message says how that went.
 */
export function useUndo(): () => () => void {
  const offer = useTakeBack();
  const toasts = useToasts();
  const { run } = useAction();
  return useCallback(() => {
    const takeBack = offer();
    return () =>
      void run(takeBack(), ({ what }) =>
        toasts.show({ tone: "info", text: `Undone: ${what}` }),
      );
  }, [offer, run, toasts]);
}

/** The same for who says by itself how it went. */
export function useTakeBack(): () => () => Promise<
  WireResult<{ readonly what: string }>
> {
  const call = useCall();
  return useCallback(() => {
    const undoable = call("vault.undoable", {});
    return async () => {
      const found = await undoable;
      if (!found.ok) return found;
      return call("vault.undo", { token: found.value?.token ?? "" });
    };
  }, [call]);
}
