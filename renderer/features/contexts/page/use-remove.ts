import { useCallback } from "react";
import { useAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { go } from "../../../routes.ts";
import { useToasts } from "../../../ui/toasts.tsx";
import { useUndo } from "../../use-undo.ts";

/** Removes a context at once and offers to undo it, instead of asking first. */
export function useRemove(): (name: string) => void {
  const call = useCall();
  const toasts = useToasts();
  const undo = useUndo();
  const { run } = useAction();
  return useCallback(
    (name: string) =>
      void run(call("contexts.remove", { names: [name] }), () => {
        go({ page: "contexts", name: null });
        toasts.show({
          tone: "info",
          text: `Removed ${name}.`,
          action: { text: "Undo", onSelect: undo, takesFocus: true },
        });
      }),
    [call, run, toasts, undo],
  );
}
