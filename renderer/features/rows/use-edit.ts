import { useCallback } from "react";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import type { WireResult } from "../../../shared/contract/wire.ts";
import { useAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import type { RowEdit } from "./row-store.ts";
import { useRowStore } from "./rows.tsx";
import { settle, settleOnceShown } from "./settle.ts";

type Edit = RequestOf<"contexts.edit">["edit"];

/** Changes what one click changes of a context: shown at once, and taken back with the reason when it is not written. */
export function useEdit(): (name: string, edit: Edit) => void {
  const store = useRowStore();
  const call = useCall();
  const { run } = useAction();
  return useCallback(
    (name: string, edit: Edit) => {
      const claim = store.claim([name], shownAs(store.row(name), edit));
      const write = () => call("contexts.edit", { name, edit });
      void run(settleOnceShown(claim, write));
    },
    [store, call, run],
  );
}

/** The same for who says by itself what did not work, and waits for no frame between one and the next. `among`: all that it is done with, one after another. */
export function useShownEdit(): (
  name: string,
  edit: Edit,
  among?: readonly string[],
) => Promise<WireResult<null>> {
  const store = useRowStore();
  const call = useCall();
  return useCallback(
    (name: string, edit: Edit, among?: readonly string[]) => {
      const claim = store.claim([name], shownAs(store.row(name), edit));
      return settle(
        claim,
        call("contexts.edit", {
          name,
          edit,
          ...(among ? { among: [...among] } : {}),
        }),
      );
    },
    [store, call],
  );
}

/** What of a change the row shows. A label that is null goes; those that are not named stay. */
export function shownAs(row: ContextRow | null, edit: Edit): RowEdit {
  const { favorite, production, color, labels } = edit;
  return {
    ...(favorite === undefined ? {} : { favorite }),
    ...(production === undefined ? {} : { production }),
    ...(color === undefined ? {} : { color }),
    ...(labels === undefined || !row
      ? {}
      : { labels: labelled(row.labels, labels) }),
  };
}

function labelled(
  before: ContextRow["labels"],
  change: NonNullable<Edit["labels"]>,
): ContextRow["labels"] {
  const all: Readonly<Record<string, string | null>> = { ...before, ...change };
  return Object.fromEntries(
    Object.entries(all).filter(
      (one): one is [string, string] => one[1] !== null,
    ),
  );
}
