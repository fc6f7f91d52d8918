import { useCallback } from "react";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import type { RowEdit } from "./row-store.ts";
import { settle, useRowStore } from "./rows.tsx";

/** Changes what one click changes of a context: shown at once, and taken back with the reason when it is not written. */
export function useEdit(): (name: string, edit: RowEdit) => void {
  const store = useRowStore();
  const call = useCall();
  const { run } = useAction();
  return useCallback(
    (name: string, edit: RowEdit) => {
      const claim = store.claim([name], edit);
      void run(settle(claim, call("contexts.edit", { name, edit })));
    },
    [store, call, run],
  );
}
