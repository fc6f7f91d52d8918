import { memo } from "react";
import { nearText } from "../../../shared/core/moment-text.ts";
import type { ContextHealth } from "../../../shared/contract/cluster.ts";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { go } from "../../routes.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { classes } from "../../ui/classes.ts";
import { CheckIcon, StarIcon } from "../../ui/icons.ts";
import { ContextName, ProductionMark } from "../context-name.tsx";
import { timeText, utcText } from "../date-text.ts";
import { expiryOf } from "../expiry-of.ts";
import colors from "../colors.module.css";
import { HealthMarkView } from "../health/index.ts";
import { LooksLike } from "../looks-like.tsx";
import { useEdit, useRow } from "../rows/index.ts";
import { useSwitch } from "../use-switch.ts";
import styles from "./contexts.module.css";

export const ContextRowView = memo(function ContextRowView({
  row: listed,
  health,
  index,
  start,
  isSelected,
  now,
}: {
  readonly row: ContextRow;
  readonly health: ContextHealth["endpoints"];
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  readonly isSelected: boolean;
  readonly now: number;
}) {
  // The list comes after a click, its row at once.
  const row = useRow(listed.name) ?? listed;
  const editRow = useEdit();
  const switchTo = useSwitch();
  const { name, current, production, favorite, roles, notAfter } = row;
  const state = expiryOf(row, now);
  return (
    <div
      role="row"
      aria-rowindex={index + 1}
      data-index={index}
      data-selected={isSelected}
      data-current={current}
      data-production={production}
      className={styles["row"]}
      style={{ transform: `translateY(${String(start)}px)` }}
    >
      <span role="gridcell">
        <button
          type="button"
          className={styles["star"]}
          aria-pressed={favorite}
          aria-label={`Favourite ${name}`}
          onClick={() => editRow(name, { favorite: !favorite })}
        >
          <StarIcon aria-hidden />
        </button>
      </span>
      <NameCell row={row} />
      <span role="gridcell" className={styles["health"]}>
        <HealthMarkView endpoints={row.endpoints} health={health} now={now} />
      </span>
      <span
        role="gridcell"
        className={styles["roles"]}
        title={roles.join(", ")}
      >
        {roles.length > 0 ? roles.join(", ") : kinds[row.kind]}
      </span>
      <span
        role="gridcell"
        className={styles["expiry"]}
        data-soon={state === "soon"}
        data-ended={state === "ended"}
        title={
          notAfter ? `${timeText(notAfter)}, ${utcText(notAfter)}` : undefined
        }
      >
        {notAfter ? ends(notAfter, now) : ""}
      </span>
      <span role="gridcell" className={styles["use"]}>
        {current ? (
          <Badge tone="accent">
            <CheckIcon aria-hidden />
            Current
          </Badge>
        ) : (
          <Button
            size="small"
            aria-label={`Use ${name}`}
            onClick={() => switchTo(name)}
          >
            Use
          </Button>
        )}
      </span>
    </div>
  );
});

function NameCell({ row }: { readonly row: ContextRow }) {
  return (
    <span role="gridcell" className={styles["nameCell"]}>
      <span
        aria-hidden
        className={classes(styles["dot"], row.color && colors[row.color])}
      />
      <button
        type="button"
        data-name
        className={styles["name"]}
        title={row.name}
        onClick={() => go({ page: "contexts", name: row.name })}
      >
        <ContextName isPlain name={row.name} />
      </button>
      <ProductionMark name={row.name} />
      <LooksLike names={row.looksLike} />
    </span>
  );
}

const kinds: Readonly<Record<ContextRow["kind"], string>> = {
  certificate: "no role",
  siderov1: "Omni",
  basic: "password",
  none: "no credential",
};

function ends(notAfter: string, now: number): string {
  const end = new Date(notAfter);
  const text = nearText(end, new Date(now));
  return end.getTime() < now ? `ended ${text}` : text;
}
