import { defaultRangeExtractor, useVirtualizer } from "@tanstack/react-virtual";
import {
  Fragment,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type RefObject,
} from "react";
import type { ContextHealth } from "../../../shared/contract/cluster.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import { isTyping, onKeys } from "../../keyboard/layers.ts";
import { noStop, rowsOfPage, useOneStop } from "../../keyboard/roving.ts";
import { go } from "../../routes.ts";
import { Button } from "../../ui/button.tsx";
import { notAsked } from "../health/index.ts";
import {
  clusterGroups,
  type ClusterGroup,
  type Filter,
  type SortOrder,
} from "./filter.ts";
import { useSwitchContext } from "../use-switch-context.ts";
import { useContextActions } from "./actions/index.ts";
import { ContextRowView } from "./context-row.tsx";
import styles from "./contexts.module.css";
import { listCommandOf, type ListCommand } from "./list-keys.ts";
import { groupHeight, GroupHead, Headers } from "./list-heads.tsx";
import { RowMenu } from "./row-menu.tsx";
import type { Selection } from "./use-selection.ts";

const rowHeight = 44;
const headHeight = 28;

interface ListProps {
  readonly rows: readonly ListedContext[];
  readonly health: ReadonlyMap<string, ContextHealth["endpoints"]>;
  /** The context whose panel is open. */
  readonly shown: string | null;
  readonly selection: Selection;
  /** In whose order the rows are. */
  readonly filter: Filter;
  readonly onSort: (sort: SortOrder) => void;
  readonly now: number;
  /** A letter was typed: the search has the keyboard from then on, and gets the letter. */
  readonly onType: () => void;
  /** Everything is wanted again. */
  readonly onClear: () => void;
}

/** Draws the rows that can be seen, however many there are. It is one stop of the Tab key; its keys are `listKeys`. */
export function ContextList(props: ListProps) {
  const { rows, health, shown, selection, now, onType, onClear } = props;
  const groups = useMemo(
    () => (props.filter.sort === "cluster" ? clusterGroups(rows) : noGroups),
    [props.filter.sort, rows],
  );
  const { scroll, list, active, moveTo, grid } = useRows(rows, groups);
  const act = useListCommands(props, active, moveTo, grid.ref);
  const keys = onKeys({}, (event) => {
    const command = listCommandOf(event);
    if (command !== null) return act(command);
    if (isTyping(event)) onType();
    return "passed";
  });
  if (rows.length === 0)
    return (
      <div className={styles["none"]}>
        <p>No match.</p>
        <Button onClick={onClear}>Clear filters</Button>
      </div>
    );
  return (
    <RowMenu>
      <div ref={scroll} className={styles["scroll"]}>
        <div
          role="grid"
          tabIndex={-1}
          {...grid}
          {...keys}
          aria-label="Contexts"
          aria-multiselectable
          aria-rowcount={rows.length + 1}
        >
          <Headers filter={props.filter} onSort={props.onSort} />
          <div
            role="rowgroup"
            className={styles["rows"]}
            style={{ height: list.getTotalSize() }}
          >
            {list.getVirtualItems().map(({ index, start }) => {
              const row = rows[index];
              if (!row) return null;
              const group = groups.get(index);
              const top = start - headHeight;
              return (
                <Fragment key={row.name}>
                  {group ? <GroupHead group={group} start={top} /> : null}
                  <ContextRowView
                    row={row}
                    health={health.get(row.name) ?? notAsked}
                    index={index}
                    start={group ? top + groupHeight : top}
                    isShown={row.name === shown}
                    isSelected={selection.names.has(row.name)}
                    now={now}
                    onToggle={selection.toggle}
                    onExtend={selection.extendTo}
                  />
                </Fragment>
              );
            })}
          </div>
        </div>
      </div>
    </RowMenu>
  );
}

const noGroups: ReadonlyMap<number, ClusterGroup> = new Map();

/** The rows that are drawn: those that can be seen, and the one that is the list's stop, or its focus would go with it. */
function useRows(
  rows: readonly ListedContext[],
  groups: ReadonlyMap<number, ClusterGroup>,
) {
  // The same function as long as it says the same.
  const estimateSize = useCallback(
    (index: number) => rowHeight + (groups.has(index) ? groupHeight : 0),
    [groups],
  );
  const scroll = useRef<HTMLDivElement>(null);
  const [stop, setStop] = useState(noStop);
  const names = useMemo(() => rows.map(({ name }) => name), [rows]);
  const active = Math.max(0, stop.row === null ? 0 : names.indexOf(stop.row));
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize,
    overscan: 6,
    scrollMargin: headHeight,
    scrollPaddingStart: headHeight,
    rangeExtractor: (range) =>
      [...new Set([...defaultRangeExtractor(range), active])]
        .filter((index) => index < range.count)
        .toSorted((a, b) => a - b),
  });
  // What it knows of the rows' heights it keeps by itself.
  useLayoutEffect(() => list.measure(), [list, groups]);
  const { moveTo, ...grid } = useOneStop<HTMLDivElement>({
    stop,
    setStop,
    whole: { rows: names, show: (index) => list.scrollToIndex(index) },
    isRowWhole: true,
  });
  return { scroll, list, active, moveTo, grid };
}

/** What each key of the list does to the row that is its tab stop. */
function useListCommands(
  { rows, selection }: ListProps,
  active: number,
  moveTo: (index: number) => string | null,
  grid: RefObject<HTMLElement | null>,
) {
  const switchTo = useSwitchContext();
  const { terminal } = useContextActions();
  const name = rows[active]?.name;
  const page = () =>
    rowsOfPage(grid.current?.querySelector<HTMLElement>("[data-row]"));
  return (command: ListCommand) => {
    if (name === undefined) return "passed";
    const extend = (step: number) => {
      if (selection.names.size === 0) selection.toggle(name);
      const to = moveTo(active + step);
      if (to !== null) selection.extendTo(to);
    };
    const commands: Readonly<Record<ListCommand, () => void>> = {
      next: () => moveTo(active + 1),
      previous: () => moveTo(active - 1),
      first: () => moveTo(0),
      last: () => moveTo(rows.length - 1),
      "page-down": () => moveTo(active + page()),
      "page-up": () => moveTo(active - page()),
      use: () => switchTo(name),
      terminal: () => terminal(name),
      show: () => go({ page: "contexts", name }),
      choose: () => selection.toggle(name),
      "choose-next": () => extend(1),
      "choose-previous": () => extend(-1),
      "choose-all": selection.all,
      "choose-none": selection.none,
    };
    commands[command]();
    return "handled";
  };
}
