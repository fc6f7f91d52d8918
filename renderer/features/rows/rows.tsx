// The rows of all contexts, held once for every part of the page.
// Keep: What is shown of a context is read from here, so that one event redraws it everywhere.
import {
  createContext,
  useCallback,
  useContext,
  useEffect,
  useMemo,
  useSyncExternalStore,
  type ReactNode,
} from "react";
import type {
  ContextRow,
  ListedContext,
} from "../../../shared/contract/contexts.ts";
import type { WireError } from "../../../shared/contract/wire.ts";
import { useCall, useHostEvent } from "../../bridge/client.tsx";
import { RowStore } from "./row-store.ts";

const StoreContext = createContext<RowStore | null>(null);

/** Above everything that shows the name of a context, messages included. */
export function RowsProvider({ children }: { readonly children: ReactNode }) {
  const store = useMemo(() => new RowStore(), []);
  return <StoreContext value={store}>{children}</StoreContext>;
}

export function useRowStore(): RowStore {
  const store = useContext(StoreContext);
  if (!store) throw new Error("no rows above this component");
  return store;
}

/** Asks main for the rows while the vault is open, and forgets them afterwards. */
export function useLoadedRows(): {
  readonly rows: readonly ListedContext[] | null;
  readonly error: WireError | null;
} {
  const store = useRowStore();
  const call = useCall();
  const load = useCallback(async () => {
    const isLatest = store.asked();
    const list = await call("contexts.list", {});
    if (!isLatest()) return;
    if (list.ok) store.loaded(list.value);
    else store.failed(list.error);
  }, [call, store]);
  const loadUses = useCallback(async () => {
    const uses = await call("contexts.last-used", {});
    if (uses.ok) store.used(uses.value);
  }, [call, store]);
  useEffect(() => {
    void load();
    return () => store.forget();
  }, [load, store]);
  useHostEvent((event) => {
    if (event.kind === "vault") void load();
    if (event.kind === "contexts") store.changed(event.rows);
    if (event.kind === "sessions") void loadUses();
  });
  const rows = useSyncExternalStore(store.subscribe, () => store.rows);
  const error = useSyncExternalStore(store.subscribe, () => store.error);
  return { rows, error };
}

/** One row as it is shown this moment; null: no context has the name. */
export function useRow(name: string): ContextRow | null {
  const store = useRowStore();
  return useSyncExternalStore(store.subscribe, () => store.row(name));
}

/** Whether a name stands for production, or did when it went. */
export function useIsProduction(name: string): boolean {
  const store = useRowStore();
  return useSyncExternalStore(store.subscribe, () => store.isProduction(name));
}

/** All names that stand for production, or did when they went. */
export function useProductionNames(): readonly string[] {
  const store = useRowStore();
  return useSyncExternalStore(store.subscribe, () => store.productionNames);
}

/** The row of the current context as it is shown this moment. */
export function useCurrentRow(): ContextRow | null {
  const store = useRowStore();
  return useSyncExternalStore(store.subscribe, () => store.current);
}
