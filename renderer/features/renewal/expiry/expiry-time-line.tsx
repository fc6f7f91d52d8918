import { useMemo } from "react";
import { go } from "../../../routes.ts";
import { Button } from "../../../ui/button.tsx";
import { Grid, GridCell, GridRow } from "../../../ui/grid.tsx";
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
  const keys = useMemo(() => rows.map(({ key }) => key), [rows]);
  return (
    <div ref={ref}>
      <Grid
        label="What ends, the soonest first"
        style={{ height: list.getTotalSize(), position: "relative" }}
        whole={{ rows: keys, show: (index) => list.scrollToIndex(index) }}
      >
        {list.getVirtualItems().map(({ index, start }) => {
          const row = rows[index];
          return row ? (
            <GridRow
              key={row.key}
              id={row.key}
              index={index}
              onUse={row.kind === "context" ? () => onRenew(row.name) : undefined} // prettier-ignore
              className={styles["row"]}
              style={{
                position: "absolute",
                width: "100%",
                transform: `translateY(${String(start - top)}px)`,
              }}
            >
              <Row row={row} days={days} now={now} onRenew={onRenew} />
            </GridRow>
          ) : null;
        })}
      </Grid>
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
        <GridCell className={styles["nameCell"]}>
          <button
            type="button"
            className={styles["name"]}
            title={name}
            onClick={() => go({ page: "contexts", name })}
          >
            <ContextName name={name} />
          </button>
        </GridCell>
      ) : (
        <GridCell className={styles["authority"]}>
          CA of{" "}
          <ContextNames
            names={contexts.slice(0, namesShown)}
            none="no context"
          />
          {contexts.length > namesShown ? ", …" : ""}
          <span className={styles["fingerprint"]}> {name}</span>
        </GridCell>
      )}
      <GridCell>
        <span className={styles["when"]} data-state={state}>
          <Moment as="near" at={new Date(end).toISOString()} now={now} />
        </span>
      </GridCell>
      <span className={styles["line"]} aria-hidden>
        <span className={styles["life"]} style={{ width: place }} />
        <span
          className={styles["mark"]}
          data-state={state}
          style={{ left: place }}
        />
      </span>
      {kind === "context" ? (
        <GridCell>
          <Button
            size="small"
            aria-label={`Renew ${name}…`}
            onClick={() => onRenew(name)}
          >
            Renew…
          </Button>
        </GridCell>
      ) : null}
    </>
  );
}
