import { useEffect, useState, useSyncExternalStore } from "react";
import type { EventFilter } from "../../../shared/contract/audit.ts";
import { useCall, useHostEvent } from "../../bridge/client.tsx";
import { EventStore, type StoredEvents } from "./event-store.ts";

export interface ShownEvents extends StoredEvents {
  readonly store: EventStore;
}

/** Asks for a page when one is wanted, and for what is new when the log grows. */
export function useEvents(filter: EventFilter): ShownEvents {
  const call = useCall();
  const [store] = useState(
    () =>
      new EventStore((wanted, before) =>
        call("audit.page", { filter: wanted, before }),
      ),
  );
  useEffect(() => {
    store.look(filter);
    return store.stop;
  }, [store, filter]);
  useHostEvent(({ kind }) => {
    if (kind === "audit") store.refresh();
  });
  const state = useSyncExternalStore(store.subscribe, () => store.state);
  return { ...state, store };
}
