import { useVirtualizer } from "@tanstack/react-virtual";
import { useRef, type KeyboardEvent } from "react";
import type { ContextHealth } from "../../../shared/contract/cluster.ts";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { onKeys } from "../../keyboard/layers.ts";
import { notAsked } from "../health/index.ts";
import { ContextRowView } from "./context-row.tsx";
import styles from "./contexts.module.css";

const rowHeight = 44;
// The same function at every render: another one would make the list measure every row again.
const estimateSize = () => rowHeight;

/** Draws the rows that can be seen, however many there are. Arrow keys go from name to name. */
export function ContextList({
  rows,
  health,
  selected,
  now,
}: {
  readonly rows: readonly ContextRow[];
  readonly health: ReadonlyMap<string, ContextHealth["endpoints"]>;
  readonly selected: string | null;
  readonly now: number;
}) {
  const scroll = useRef<HTMLDivElement>(null);
  const list = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize,
    overscan: 6,
  });
  const move = (step: number) => (event: KeyboardEvent) => {
    const row = (event.target as HTMLElement).closest("[data-index]");
    if (!row) return "passed";
    const next = Number(row.getAttribute("data-index")) + step;
    if (next < 0 || next >= rows.length) return "handled";
    list.scrollToIndex(next);
    const focus = () => {
      const selector = `[data-index="${String(next)}"] [data-name]`;
      const name = scroll.current?.querySelector<HTMLElement>(selector);
      name?.focus();
      return name !== null && name !== undefined;
    };
    // A row that was not drawn before is drawn in the next frame.
    if (!focus()) requestAnimationFrame(focus);
    return "handled";
  };
  const keys = onKeys({ ArrowDown: move(1), ArrowUp: move(-1) });
  if (rows.length === 0)
    return (
      <p className={styles["none"]}>
        No match. Change the words or clear the filters above.
      </p>
    );
  return (
    <div ref={scroll} className={styles["scroll"]}>
      <div
        role="grid"
        tabIndex={-1}
        {...keys}
        aria-label="Contexts"
        aria-rowcount={rows.length}
        className={styles["rows"]}
        style={{ height: list.getTotalSize() }}
      >
        {list.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row ? (
            <ContextRowView
              key={row.name}
              row={row}
              health={health.get(row.name) ?? notAsked}
              index={index}
              start={start}
              isSelected={row.name === selected}
              now={now}
            />
          ) : null;
        })}
      </div>
    </div>
  );
}
