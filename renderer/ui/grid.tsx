import type { CSSProperties, ReactNode } from "react";
import { onKeys } from "../keyboard/layers.ts";
import { useRovingList } from "../keyboard/roving.ts";
import { classes } from "./classes.ts";
import styles from "./grid.module.css";

/** A list whose rows have something to press. It is one stop of the Tab key; arrows go through it (docs/decisions/0096). */
export function Grid({
  label,
  className,
  style,
  whole,
  children,
}: {
  /** For screen readers. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
  /** Of one that draws only the rows that can be seen. */
  readonly whole?: Parameters<typeof useRovingList>[0];
  /** `GridRow`s, or groups of them. */
  readonly children: ReactNode;
}) {
  const keys = useRovingList<HTMLDivElement>(whole);
  return (
    <div
      role="grid"
      aria-label={label}
      aria-rowcount={whole?.rows.length}
      className={className}
      style={style}
      {...keys}
    >
      {children}
    </div>
  );
}

interface RowProps {
  /** Like no other of its list, and the same as long as it is about the same. */
  readonly id: string;
  /** What Enter on the row does. Without, Enter leads to its first button. */
  readonly onUse?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** One row of a `Grid`; what is in it stands in `GridCell`s. */
export function GridRow({
  id,
  onUse,
  index,
  className,
  style,
  children,
}: RowProps & {
  /** Its number, where not all rows are drawn. */
  readonly index?: number;
  readonly className?: string | undefined;
  readonly style?: CSSProperties;
}) {
  return (
    <div
      role="row"
      tabIndex={-1}
      data-row={id}
      aria-rowindex={index === undefined ? undefined : index + 1}
      className={classes(styles["row"], className)}
      style={style}
      {...useKeys(onUse)}
    >
      {children}
    </div>
  );
}

export function GridCell({
  className,
  children,
}: {
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <div role="gridcell" className={className}>
      {children}
    </div>
  );
}

/** One row of a `CommandTable`; what is in it stands in `<td>`s. */
export function TableRow({ id, onUse, children }: RowProps) {
  return (
    <tr
      tabIndex={-1}
      data-row={id}
      className={styles["row"]}
      {...useKeys(onUse)}
    >
      {children}
    </tr>
  );
}

/** Enter on the row itself; on what is in it a press is that part's own. */
function useKeys(onUse: (() => void) | undefined) {
  return onKeys({
    Enter: ({ target, currentTarget }) => {
      if (target !== currentTarget) return "passed";
      if (onUse) onUse();
      else currentTarget.querySelector<HTMLElement>("button, a[href]")?.focus();
      return "handled";
    },
  });
}
