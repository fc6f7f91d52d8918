import { useCallback } from "react";
import { useAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { goOn } from "../../../routes.ts";
import { useToasts } from "../../../ui/toasts.tsx";
import { about } from "../../names/context-name.tsx";

/** Removes a context at once and offers to put it back, instead of asking first. */
export function useRemove(): (name: string, wasCurrent: boolean) => void {
  const call = useCall();
  const toasts = useToasts();
  const { run } = useAction();
  return useCallback(
    (name: string, wasCurrent: boolean) =>
      void run(call("contexts.remove", { names: [name] }), ({ removedAt }) => {
        const putBack = () =>
          void run(
            call("contexts.put-back", { name, removedAt, wasCurrent }),
            () =>
              toasts.show({
                tone: "info",
                text: about("Put ", name, " back."),
              }),
          );
        goOn({ page: "contexts", name }, { page: "contexts", name: null });
        toasts.show({
          tone: "info",
          text: about("Removed ", name, "."),
          action: { text: "Undo", onSelect: putBack, takesFocus: true },
        });
      }),
    [call, run, toasts],
  );
}
