import { go } from "../../../routes.ts";
import { Button } from "../../../ui/button.tsx";
import { usePageList } from "../../../ui/page-list.ts";
import { ContextName, ContextNames } from "../../names/context-name.tsx";
import { Moment } from "../../times/moment.tsx";
import styles from "./expiry.module.css";
import { placeOf, type Expiring } from "./expiring.ts";

const namesShown = 3;
const rowHeight = 35;
const estimateSize = () => rowHeight;

/** Each on a line of its own; only those that can be seen are drawn. */
export function ExpiryTimeLine({
  rows,
  days,
  now,
  onRenew,
}: {
  readonly rows: readonly Expiring[];
  readonly days: number;
  readonly now: number;
  readonly onRenew: (name: string) => void;
}) {
  const { list, ref, top } = usePageList({
    count: rows.length,
    estimateSize,
    overscan: 10,
  });
  return (
    <div ref={ref}>
      <ul style={{ height: list.getTotalSize(), position: "relative" }}>
        {list.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row ? (
            <li
              key={row.key}
              className={styles["row"]}
              style={{
                position: "absolute",
                width: "100%",
                transform: `translateY(${String(start - top)}px)`,
              }}
            >
              <Row row={row} days={days} now={now} onRenew={onRenew} />
            </li>
          ) : null;
        })}
      </ul>
    </div>
  );
}

function Row({
  row: { kind, name, contexts = [], end, state },
  days,
  now,
  onRenew,
}: {
  readonly row: Expiring;
  readonly days: number;
  readonly now: number;
  readonly onRenew: (name: string) => void;
}) {
  const place = `${String(placeOf(end, days, now))}%`;
  return (
    <>
      {kind === "context" ? (
        <button
          type="button"
          className={styles["name"]}
          title={name}
          onClick={() => go({ page: "contexts", name })}
        >
          <ContextName name={name} />
        </button>
      ) : (
        <span className={styles["authority"]}>
          CA of{" "}
          <ContextNames
            names={contexts.slice(0, namesShown)}
            none="no context"
          />
          {contexts.length > namesShown ? ", …" : ""}
          <span className={styles["fingerprint"]}> {name}</span>
        </span>
      )}
      <span className={styles["when"]} data-state={state}>
        <Moment as="near" at={new Date(end).toISOString()} now={now} />
      </span>
      <span className={styles["line"]} aria-hidden>
        <span className={styles["life"]} style={{ width: place }} />
        <span
          className={styles["mark"]}
          data-state={state}
          style={{ left: place }}
        />
      </span>
      {kind === "context" ? (
        <Button
          size="small"
          aria-label={`Renew ${name}`}
          onClick={() => onRenew(name)}
        >
          Renew
        </Button>
      ) : null}
    </>
  );
}
