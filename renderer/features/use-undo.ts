import { useCallback } from "react";
import { useAction } from "../bridge/action.ts";
import { useCall } from "../bridge/client.tsx";
import { useToasts } from "../ui/toasts.tsx";

/**
 * Call it right after a change: what it gives takes that change back and no other, and refuses when the vault was changed
 * since.
 */
export function useUndo(): () => () => void {
  const call = useCall();
  const toasts = useToasts();
  const { run } = useAction();
  return useCallback(() => {
    const undoable = call("vault.undoable", {});
    const undo = async () => {
      const found = await undoable;
      if (!found.ok) return found;
      return call("vault.undo", { token: found.value?.token ?? "" });
    };
    return () =>
      void run(undo(), ({ what }) =>
        toasts.show({ tone: "info", text: `Undone: ${what}` }),
      );
  }, [call, run, toasts]);
}
