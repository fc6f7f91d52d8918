import { useMemo, type RefObject } from "react";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { Button } from "../../ui/button.tsx";
import { CloseIcon, ReachIcon, SearchIcon } from "../../ui/icons.ts";
import { RecentlyRemoved } from "./removed-dialog.tsx";
import styles from "./contexts.module.css";
import {
  activeIn,
  cleared,
  sortOrders,
  without,
  type Filter,
  type SortOrder,
} from "./filter.ts";
import { authorityOptions, FilterMenu } from "./filter-menu.tsx";

const sortTexts: Readonly<Record<SortOrder, string>> = {
  name: "Sort by name",
  expiry: "Sort by end",
  used: "Sort by last use",
};

export function FilterBar({
  rows,
  filter,
  found,
  search,
  onCheckAll,
  onChange,
}: {
  readonly rows: readonly ContextRow[];
  readonly filter: Filter;
  readonly found: number;
  /** The field that a letter typed in the list goes to. */
  readonly search: RefObject<HTMLInputElement | null>;
  /** Asks the endpoints of all that are shown. */
  readonly onCheckAll: () => void;
  readonly onChange: (filter: Filter) => void;
}) {
  return (
    <div className={styles["bar"]}>
      <div className={styles["barRow"]}>
        <h1 className={styles["title"]}>Contexts</h1>
        <div className={styles["search"]}>
          <SearchIcon aria-hidden />
          <input
            ref={search}
            type="search"
            aria-label="Search contexts"
            placeholder="Name, endpoint, label, role or note"
            spellCheck={false}
            value={filter.text}
            onChange={(event) =>
              onChange({ ...filter, text: event.target.value })
            }
          />
        </div>
      </div>
      <div className={styles["barRow"]}>
        <FilterMenu rows={rows} filter={filter} onChange={onChange} />
        <Active rows={rows} filter={filter} onChange={onChange} />
        <select
          className={styles["order"]}
          aria-label="Order"
          value={filter.sort}
          onChange={(event) =>
            onChange({ ...filter, sort: event.target.value as SortOrder })
          }
        >
          {sortOrders.map((order) => (
            <option key={order} value={order}>
              {sortTexts[order]}
            </option>
          ))}
        </select>
        <Button
          size="small"
          tone="quiet"
          disabled={found === 0}
          onClick={onCheckAll}
        >
          <ReachIcon aria-hidden />
          Check all
        </Button>
        <RecentlyRemoved />
        <span className={styles["found"]} role="status">
          {found === rows.length
            ? countOf(found, "context")
            : `${found.toLocaleString("en")} of ${rows.length.toLocaleString("en")}`}
        </span>
      </div>
    </div>
  );
}

/** What the list is narrowed by, each to be taken off with a click; or all of it. */
function Active({
  rows,
  filter,
  onChange,
}: {
  readonly rows: readonly ContextRow[];
  readonly filter: Filter;
  readonly onChange: (filter: Filter) => void;
}) {
  const active = activeIn(filter);
  const authority = useMemo(
    () =>
      filter.authority === ""
        ? undefined
        : authorityOptions(rows).find(
            ({ value }) => value === filter.authority,
          ),
    [rows, filter.authority],
  );
  if (active.length === 0) return null;
  return (
    <>
      {active.map(({ key, text }) => {
        const words = key === "authority" ? (authority?.text ?? text) : text;
        return (
          <button
            key={key}
            type="button"
            className={styles["active"]}
            aria-label={`Show all again, not only: ${words}`}
            onClick={() => onChange(without(filter, key))}
          >
            {words}
            <CloseIcon aria-hidden />
          </button>
        );
      })}
      {active.length > 1 ? (
        <Button
          size="small"
          tone="quiet"
          onClick={() => onChange(cleared(filter))}
        >
          Clear filters
        </Button>
      ) : null}
    </>
  );
}
