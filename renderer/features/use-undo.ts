import { useCallback } from "react";
import { useAction } from "../bridge/action.ts";
import { useCall } from "../bridge/client.tsx";
import { useToasts } from "../ui/toasts.tsx";

/** Takes the last change of the vault back. */
export function useUndo(): () => void {
  const call = useCall();
  const toasts = useToasts();
  const { run } = useAction();
  return useCallback(
    () =>
      void run(call("vault.undo", {}), ({ what }) =>
        toasts.show({ tone: "info", text: `Undone: ${what}` }),
      ),
    [call, run, toasts],
  );
}
