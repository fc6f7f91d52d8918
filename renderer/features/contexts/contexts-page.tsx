// The page of the contexts: the list and its keys, one context in full, several at once, what was removed.
// Keep: A row shows a change before main answers and takes it back when it fails (docs/decisions/0047).
import { useDeferredValue, useMemo, useRef, useState } from "react";
import type { ContextHealth } from "../../../shared/contract/cluster.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { go } from "../../routes.ts";
import { Button } from "../../ui/button.tsx";
import { ContextsIcon, ImportIcon } from "../../ui/icons.ts";
import { Empty, Page } from "../../ui/page.tsx";
import forListeners from "../../ui/for-listeners.module.css";
import { ContextPanel } from "./page/index.ts";
import { notAsked } from "../health/index.ts";
import { FoundOffers, type Arrivals } from "../imports/index.ts";
import { useNow } from "../times/now.ts";
import { useCurrentRow, useRowStore } from "../rows/index.ts";
import type { VaultView } from "../vault-view.ts";
import { BulkBar, BulkJobDialog } from "./bulk/index.ts";
import { ContextList } from "./context-list.tsx";
import { RecentlyRemoved } from "./removed-dialog.tsx";
import styles from "./contexts.module.css";
import {
  applyFilter,
  cleared,
  everything,
  sortedBy,
  sortRows,
} from "./filter.ts";
import { FilterBar } from "./filter-bar.tsx";
import { useFollowRename } from "./use-follow-rename.ts";
import { useSelection } from "./use-selection.ts";

const minute = 60_000;

/** The list on the left, the chosen context on the right; on a narrow window one of them. */
export function ContextsPage({
  view,
  selected,
  arrivals,
}: {
  readonly view: VaultView;
  readonly selected: string | null;
  readonly arrivals: Arrivals;
}) {
  const [filter, setFilter] = useState(everything);
  const now = useNow(minute);
  const health = useHealth();
  const current = useCurrentRow();
  const { order } = useRowStore();
  const deferred = useDeferredValue(filter);
  const sorted = useMemo(
    () =>
      sortRows(order.byName(view.contexts), deferred.sort, deferred.isReversed),
    [order, view.contexts, deferred.sort, deferred.isReversed],
  );
  const rows = useMemo(
    () => applyFilter(sorted, deferred, now),
    [sorted, deferred, now],
  );
  useFollowRename(view.contexts, selected);
  const search = useRef<HTMLInputElement>(null);
  const selection = useSelection(rows);
  const [checked, setChecked] = useState<readonly string[] | null>(null);
  if (view.contexts.length === 0) return <EmptyVault arrivals={arrivals} />;
  // The one that somebody came for is most often the current one.
  const shown = selected ?? current?.name ?? null;
  return (
    <div className={styles["split"]} data-selected={selected !== null}>
      <h1 className={forListeners["text"]}>Contexts</h1>
      <div className={styles["list"]}>
        <FilterBar
          rows={view.contexts}
          filter={filter}
          found={rows.length}
          search={search}
          onCheckAll={() => setChecked(rows.map(({ name }) => name))}
          onChange={setFilter}
        />
        <BulkBar selection={selection} view={view} />
        <div className={styles["offers"]}>
          <FoundOffers arrivals={arrivals} />
        </div>
        <ContextList
          rows={rows}
          health={health}
          shown={shown}
          selection={selection}
          filter={deferred}
          onSort={(sort) => setFilter(sortedBy(filter, sort))}
          now={now}
          onType={() => search.current?.focus()}
          onClear={() => {
            setFilter(cleared(filter));
            search.current?.focus();
          }}
        />
      </div>
      {checked === null ? null : (
        <BulkJobDialog
          job="check"
          view={view}
          names={checked}
          onClose={() => setChecked(null)}
        />
      )}
      {shown === null ? (
        <p className={styles["hint"]}>
          Choose a context to see its endpoints, its credential and what it can
          do.
        </p>
      ) : (
        <ContextPanel
          key={shown}
          name={shown}
          view={view}
          health={health.get(shown) ?? notAsked}
        />
      )}
    </div>
  );
}

function EmptyVault({ arrivals }: { readonly arrivals: Arrivals }) {
  return (
    <Page title="Contexts">
      <FoundOffers arrivals={arrivals} />
      <Empty
        icon={<ContextsIcon aria-hidden />}
        title="The vault is empty"
        action={
          <Button tone="primary" onClick={() => go({ page: "import" })}>
            <ImportIcon aria-hidden />
            Import a talosconfig
          </Button>
        }
      >
        Import the talosconfig that talosctl uses now. Each of its contexts
        becomes a row here: what it can do, when it ends, and one click to
        switch to it.
      </Empty>
      <RecentlyRemoved />
    </Page>
  );
}

/** What is known of every context's endpoints: asked for once, and again after a check or a change of the vault. */
function useHealth(): ReadonlyMap<string, ContextHealth["endpoints"]> {
  const health = useAnswer("health.list", {}, ["health", "vault"]);
  return useMemo(
    () =>
      new Map(health.value?.map(({ name, endpoints }) => [name, endpoints])),
    [health.value],
  );
}
