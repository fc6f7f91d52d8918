import { memo, type MouseEvent } from "react";
import { nearText } from "../../../shared/core/moment-text.ts";
import type { ContextHealth } from "../../../shared/contract/cluster.ts";
import type {
  ContextRow,
  ListedContext,
} from "../../../shared/contract/contexts.ts";
import { go } from "../../routes.ts";
import { classes } from "../../ui/classes.ts";
import { StarIcon } from "../../ui/icons.ts";
import { ContextName, ProductionMark } from "../names/context-name.tsx";
import { timeText, utcText } from "../times/date-text.ts";
import { Moment } from "../times/moment.tsx";
import { expiryOf } from "../times/expiry-of.ts";
import colors from "../colors.module.css";
import { HealthMarkView, ownHealth } from "../health/index.ts";
import { SimilarNames } from "../names/similar-names.tsx";
import { useEdit, useRow } from "../rows/index.ts";
import { useContextActions } from "./actions/index.ts";
import styles from "./contexts.module.css";
import { RowCommands } from "./row-commands.tsx";

interface RowProps {
  readonly row: ListedContext;
  readonly health: ContextHealth["endpoints"];
  readonly index: number;
  /** Pixels from the top of the list. */
  readonly start: number;
  /** Its panel is open. */
  readonly isShown: boolean;
  /** Something is to be done with it. */
  readonly isSelected: boolean;
  readonly now: number;
  readonly onToggle: (name: string) => void;
  readonly onExtend: (name: string) => void;
}

/** One context. The keys are the list's: what is in a row is for the mouse, and no stop of the Tab key. */
export const ContextRowView = memo(function ContextRowView(props: RowProps) {
  // The list comes after a click, its row at once.
  const row = useRow(props.row.name) ?? { ...props.row, current: false };
  const { index, start, isShown, isSelected, now } = props;
  const { name, current, production, roles, notAfter } = row;
  const { terminal } = useContextActions();
  const state = expiryOf(row, now);
  const choose = (event: MouseEvent) => {
    if (event.shiftKey) props.onExtend(name);
    else if (event.ctrlKey || event.metaKey) props.onToggle(name);
    else go({ page: "contexts", name });
  };
  return (
    <div
      role="row"
      tabIndex={-1}
      aria-rowindex={index + 2}
      aria-selected={isSelected}
      aria-current={current || undefined}
      data-row={name}
      data-name={name}
      data-shown={isShown}
      data-current={current}
      data-production={production}
      className={styles["row"]}
      style={{ transform: `translateY(${String(start)}px)` }}
      onFocus={({ target, currentTarget }) => {
        // A click on a button of the row leaves the keys with the list.
        if (target !== currentTarget) currentTarget.focus();
      }}
    >
      <span role="gridcell" className={styles["select"]}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={`Select ${name}`}
          checked={isSelected}
          onChange={() => props.onToggle(name)}
        />
      </span>
      <span role="gridcell">
        <Star row={row} />
      </span>
      <NameCell row={row} onChoose={choose} onTwice={() => terminal(name)} />
      <span role="gridcell" className={styles["health"]}>
        <HealthMarkView
          endpoints={row.endpoints}
          health={props.health}
          now={now}
        />
      </span>
      <span
        role="gridcell"
        className={styles["roles"]}
        title={roles.join(", ")}
      >
        {roles.length > 0 ? roles.join(", ") : kinds[row.kind]}
      </span>
      <Seldom row={row} health={props.health} now={now} />
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
      <RowCommands row={row} />
    </div>
  );
});

/** What a wide list has room for. */
function Seldom({
  row: { endpoints, lastUsedAt },
  health,
  now,
}: Pick<RowProps, "row" | "health" | "now">) {
  const [first = "", ...others] = endpoints;
  const versions = ownHealth(endpoints, health).flatMap(
    ({ version }) => version ?? [],
  );
  return (
    <>
      <span
        role="gridcell"
        className={styles["fact"]}
        data-column="endpoint"
        title={endpoints.join(", ")}
      >
        {first}
        {others.length > 0 ? ` +${String(others.length)}` : ""}
      </span>
      <span
        role="gridcell"
        className={styles["fact"]}
        data-column="version"
        title={versions.join(", ")}
      >
        {versions[0] ?? ""}
      </span>
      <span role="gridcell" className={styles["fact"]} data-column="used">
        {lastUsedAt ? <Moment as="near" at={lastUsedAt} now={now} /> : "never"}
      </span>
    </>
  );
}

function Star({ row: { name, favorite } }: { readonly row: ContextRow }) {
  const edit = useEdit();
  return (
    <button
      type="button"
      tabIndex={-1}
      className={styles["star"]}
      aria-pressed={favorite}
      aria-label={`Favourite ${name}`}
      onClick={() => edit(name, { favorite: !favorite })}
    >
      <StarIcon aria-hidden />
    </button>
  );
}

function NameCell({
  row,
  onChoose,
  onTwice,
}: {
  readonly row: ContextRow;
  readonly onChoose: (event: MouseEvent) => void;
  readonly onTwice: () => void;
}) {
  return (
    <span role="gridcell" className={styles["nameCell"]}>
      <span
        aria-hidden
        className={classes(styles["dot"], row.color && colors[row.color])}
      />
      <button
        type="button"
        tabIndex={-1}
        className={styles["name"]}
        title={row.name}
        onClick={onChoose}
        onDoubleClick={onTwice}
      >
        <ContextName isPlain name={row.name} />
      </button>
      <ProductionMark name={row.name} />
      <SimilarNames names={row.looksLike} />
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
