import { useMemo, type RefObject } from "react";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { Button } from "../../ui/button.tsx";
import { ReachIcon, SearchIcon } from "../../ui/icons.ts";
import { labelsOf } from "./row-words.ts";
import { RecentlyRemoved } from "./removed-dialog.tsx";
import styles from "./contexts.module.css";
import { distinct, sortOrders, type Filter, type SortOrder } from "./filter.ts";
import { countOf } from "../../../shared/core/count-of.ts";

const chips = [
  ["isProduction", "Production"],
  ["isFavorite", "Favourites"],
  ["isExpiring", "Expiring"],
  ["isUnused", "Never used"],
] as const;

const sortTexts: Readonly<Record<SortOrder, string>> = {
  name: "Sort by name",
  expiry: "Sort by end",
  used: "Sort by last use",
};

const authorityShown = 8;

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
  const choices = useMemo(
    () => ({
      role: distinct(rows.flatMap(({ roles }) => roles)),
      label: distinct(rows.flatMap(labelsOf)),
      authority: distinct(rows.flatMap(({ authority }) => authority ?? [])),
    }),
    [rows],
  );
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
        {chips.map(([key, text]) => (
          <button
            key={key}
            type="button"
            className={styles["chip"]}
            aria-pressed={filter[key]}
            onClick={() => onChange({ ...filter, [key]: !filter[key] })}
          >
            {text}
          </button>
        ))}
        {(["role", "authority", "label"] as const).map((key) => (
          <Choice
            key={key}
            name={key}
            value={filter[key]}
            options={choices[key]}
            onChange={(value) => onChange({ ...filter, [key]: value })}
          />
        ))}
        <select
          className={styles["select"]}
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

/** A filter by a value; not there when no context has one. */
function Choice({
  name,
  value,
  options,
  onChange,
}: {
  readonly name: "role" | "authority" | "label";
  readonly value: string;
  readonly options: readonly string[];
  readonly onChange: (value: string) => void;
}) {
  if (options.length === 0) return null;
  return (
    <select
      className={styles["select"]}
      aria-label={`Only this ${name}`}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{`Any ${name}`}</option>
      {options.map((option) => (
        <option key={option} value={option}>
          {name === "authority" ? option.slice(0, authorityShown) : option}
        </option>
      ))}
    </select>
  );
}
