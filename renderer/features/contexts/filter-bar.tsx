import { useMemo, type RefObject } from "react";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { countOf, withCommas } from "../../../shared/core/counted-noun.ts";
import { Button } from "../../ui/button.tsx";
import { ActiveFilters, FilterMenu, SearchField } from "../../ui/filters.tsx";
import { ReachIcon } from "../../ui/icons.ts";
import { RecentlyRemoved } from "./removed-dialog.tsx";
import styles from "./contexts.module.css";
import { activeIn, cleared, without, type Filter } from "./filter.ts";
import { authorityOptions, FilterChoices } from "./filter-choices.tsx";

export function FilterBar({
  rows,
  filter,
  found,
  search,
  onCheckAll,
  onChange,
}: {
  readonly rows: readonly ListedContext[];
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
        {/* The page's heading stands beside the list, which a narrow window hides. */}
        <span className={styles["title"]} aria-hidden>
          Contexts
        </span>
        <SearchField
          ref={search}
          label="Search contexts"
          placeholder="Name, endpoint, label, role or note"
          value={filter.text}
          onChange={(text) => onChange({ ...filter, text })}
        />
      </div>
      <div className={styles["barRow"]}>
        <FilterMenu>
          <FilterChoices rows={rows} filter={filter} onChange={onChange} />
        </FilterMenu>
        <Active rows={rows} filter={filter} onChange={onChange} />
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
            : `${withCommas(found)} of ${withCommas(rows.length)}`}
        </span>
      </div>
    </div>
  );
}

/** An authority is called by its contexts there, as where it is chosen. */
function Active({
  rows,
  filter,
  onChange,
}: {
  readonly rows: readonly ListedContext[];
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
  return (
    <ActiveFilters
      active={active.map(({ key, text }) => ({
        text: key === "authority" ? (authority?.text ?? text) : text,
        onRemove: () => onChange(without(filter, key)),
      }))}
      onClear={() => onChange(cleared(filter))}
    />
  );
}
