import { useCallback } from "react";
import { useAction } from "../bridge/action.ts";
import { useCall } from "../bridge/client.tsx";
import { useAnnounce } from "../ui/announcer.tsx";
import { useToasts } from "../ui/toasts.tsx";
import { about } from "./names/context-name.tsx";
import { nameAsText } from "./names/name-as-text.ts";
import { settleOnceShown, useRowStore } from "./rows/index.ts";
import { useWarnings } from "./use-warnings.ts";
import { countOf } from "../../shared/core/counted-noun.ts";

/** One click: the context shows as the current one at once, and sessions that follow go with it. */
export function useSwitchContext(): (name: string) => void {
  const call = useCall();
  const toasts = useToasts();
  const announce = useAnnounce();
  const tellWarnings = useWarnings();
  const { run } = useAction();
  const store = useRowStore();
  return useCallback(
    (name: string) =>
      void run(
        settleOnceShown(store.claim([], {}, name), () =>
          call("contexts.use", { name }),
        ),
        ({ repointed, stayed, warnings }) => {
          announce(`Current context: ${nameAsText(name, store.row(name))}`);
          if (repointed > 0)
            toasts.show({
              tone: "info",
              text: about("Current context: ", name),
              next: `${countOf(repointed, "session that follows it was", "sessions that follow it were")} switched too.`,
            });
          tellWarnings({ warnings });
          for (const reason of stayed)
            toasts.show({
              tone: "warning",
              text: `A session that follows the current context was not switched: ${reason}`,
            });
        },
      ),
    [call, run, store, toasts, tellWarnings, announce],
  );
}
