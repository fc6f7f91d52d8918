import { countOf } from "../../../shared/core/counted-noun.ts";
import { ContextName } from "../names/context-name.tsx";
import styles from "./contexts.module.css";
import type { ClusterGroup, Filter, SortOrder } from "./filter.ts";

/** Pixels, as in the style sheet. */
export const groupHeight = 34;

/** Of columns as wide as a mark the word is for screen readers alone. */
const headers: readonly {
  readonly text: string;
  readonly isNarrow?: true;
  /** A click on it sorts. */
  readonly sort?: SortOrder;
  /** How wide the list has to be for it. */
  readonly column?: "used" | "endpoint" | "version";
}[] = [
  { text: "Selected", isNarrow: true },
  { text: "Favourite", isNarrow: true },
  { text: "Name", sort: "name" },
  { text: "Health", isNarrow: true },
  { text: "Roles", sort: "role" },
  { text: "Endpoint", column: "endpoint" },
  { text: "Talos", column: "version" },
  { text: "Last used", sort: "used", column: "used" },
  { text: "Ends", sort: "expiry" },
  { text: "Commands", isNarrow: true },
];

/** The names of the columns; those that the list can be sorted by are pressed. */
export function Headers({
  filter,
  onSort,
}: {
  /** In whose order the rows are. */
  readonly filter: Filter;
  readonly onSort: (sort: SortOrder) => void;
}) {
  const direction = filter.isReversed ? "descending" : "ascending";
  return (
    <div role="row" aria-rowindex={1} className={styles["headers"]}>
      {headers.map(({ text, isNarrow, sort, column }) => (
        <span
          key={text}
          role="columnheader"
          aria-sort={
            sort !== undefined && sort === filter.sort ? direction : undefined
          }
          data-narrow={isNarrow}
          data-column={column}
        >
          {sort === undefined ? (
            text
          ) : (
            // For the keyboard the order is among the filters: the list is one stop of the Tab key.
            <button
              type="button"
              tabIndex={-1}
              className={styles["sort"]}
              onClick={() => onSort(sort)}
            >
              {text}
              {sort === filter.sort ? (
                <span aria-hidden>{filter.isReversed ? " ↓" : " ↑"}</span>
              ) : null}
            </button>
          )}
        </span>
      ))}
    </div>
  );
}

/** What the rows below it are of. */
export function GroupHead({
  group: { cluster, first, count },
  start,
}: {
  readonly group: ClusterGroup;
  readonly start: number;
}) {
  return (
    <div
      role="row"
      className={styles["group"]}
      style={{ transform: `translateY(${String(start)}px)` }}
    >
      <span role="gridcell">
        {cluster === null ? (
          <>
            Cluster of <ContextName isPlain name={first} />
          </>
        ) : (
          cluster
        )}
      </span>
      <span role="gridcell" className={styles["groupCount"]}>
        {countOf(count, "context")}
      </span>
    </div>
  );
}
