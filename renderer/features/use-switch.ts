import { useCallback } from "react";
import { useAction } from "../bridge/action.ts";
import { useCall } from "../bridge/client.tsx";
import { useToasts } from "../ui/toasts.tsx";
import { useNotices } from "./use-notices.ts";
import { countOf } from "../../shared/core/count-of.ts";

/** One click: the context is current, and sessions that follow go with it. */
export function useSwitch(): {
  readonly switchTo: (name: string) => void;
  readonly isBusy: boolean;
} {
  const call = useCall();
  const toasts = useToasts();
  const tellNotices = useNotices();
  const { run, isBusy } = useAction();
  const switchTo = useCallback(
    (name: string) =>
      void run(
        call("contexts.use", { name }),
        ({ repointed, stayed, notices }) => {
          if (repointed > 0)
            toasts.show({
              tone: "info",
              text: `Current context: ${name}`,
              next: `${countOf(repointed, "session that follows it was", "sessions that follow it were")} switched too.`,
            });
          tellNotices({ notices });
          for (const reason of stayed)
            toasts.show({
              tone: "warning",
              text: `A session that follows the current context was not switched: ${reason}`,
            });
        },
      ),
    [call, run, toasts, tellNotices],
  );
  return { switchTo, isBusy };
}
