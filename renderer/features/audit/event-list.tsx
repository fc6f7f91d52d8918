import { useEffect, useMemo, useState } from "react";
import type { EventRow } from "../../../shared/contract/audit.ts";
import { countOf, withCommas } from "../../../shared/core/counted-noun.ts";
import { useRovingList } from "../../keyboard/roving.ts";
import { Button } from "../../ui/button.tsx";
import { usePageList } from "../../ui/page-list.ts";
import { Progress } from "../../ui/progress.tsx";
import { dateText } from "../times/date-text.ts";
import styles from "./audit.module.css";
import { EventItem } from "./event-item.tsx";
import type { EventWindow } from "./event-window.ts";
import type { ShownEvents } from "./use-events.ts";

const rowHeight = 49;
const estimateSize = () => rowHeight;
/** So many before the last one that is held the next ones are asked for. */
const ahead = 40;

/** Only those that can be seen are drawn. It is one stop of the Tab key; arrows, Home and End go through it. */
export function EventList({ events }: { readonly events: ShownEvents }) {
  const { held, store, error } = events;
  if (held === null) return error ? null : <Progress label="Reading the log" />;
  const { rows, isNewest } = held;
  return (
    <>
      {isNewest ? null : (
        <div className={styles["from"]}>
          <span>Events from line {rows[0]?.n ?? "?"} back.</span>
          <Button size="small" onClick={store.loadNewest}>
            Back to the newest
          </Button>
        </div>
      )}
      <Rows held={held} onEnd={store.loadOlder} />
      <End held={held} isLoading={events.isLoading} onMore={store.loadOlder} />
    </>
  );
}

function Rows({
  held: { rows, older, isFull },
  onEnd,
}: {
  readonly held: EventWindow;
  readonly onEnd: () => void;
}) {
  const { list, ref, top } = usePageList({
    count: rows.length,
    estimateSize,
    overscan: 8,
  });
  const ids = useMemo(() => rows.map(({ id }) => id), [rows]);
  const keys = useRovingList<HTMLUListElement>({
    rows: ids,
    show: (index) => list.scrollToIndex(index),
  });
  const [open, setOpen] = useState("");
  const items = list.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => {
    if (older && !isFull && last >= rows.length - ahead) onEnd();
  }, [last, rows.length, older, isFull, onEnd]);
  return (
    <div ref={ref} style={{ height: list.getTotalSize() }}>
      <ul
        aria-label="Events"
        className={styles["events"]}
        style={{
          transform: `translateY(${String((items[0]?.start ?? top) - top)}px)`,
        }}
        {...keys}
      >
        {items.map(({ index }) => {
          const row = rows[index];
          return row ? (
            <li
              key={row.id}
              data-row={row.id}
              data-index={index}
              ref={list.measureElement}
              aria-setsize={older ? -1 : rows.length}
              aria-posinset={index + 1}
            >
              <EventItem
                row={row}
                isDayNew={isDayNew(rows, index)}
                isOpen={row.id === open}
                onToggle={() => setOpen(row.id === open ? "" : row.id)}
              />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

/** Is it the first of its day? */
function isDayNew(rows: readonly EventRow[], index: number): boolean {
  const [row, before] = [rows[index], rows[index - 1]];
  if (!row?.time) return false;
  return !before?.time || dateText(before.time) !== dateText(row.time);
}

function End({
  held: { rows, older, isFull },
  isLoading,
  onMore,
}: {
  readonly held: EventWindow;
  readonly isLoading: boolean;
  readonly onMore: () => void;
}) {
  if (older === null)
    return (
      <p className={styles["end"]} role="status">
        {rows.length === 0
          ? "No event matches."
          : `${countOf(rows.length, "event")}, and none is older.`}
      </p>
    );
  return (
    <div className={styles["end"]} role="status">
      {isFull ? (
        <Button size="small" onClick={onMore} isBusy={isLoading}>
          Show older events
        </Button>
      ) : isLoading ? (
        `Looking back from line ${older.n === null ? "?" : withCommas(older.n)}…`
      ) : (
        ""
      )}
    </div>
  );
}
