import type { ReactNode } from "react";
import { classes } from "./classes.ts";
import forListeners from "./for-listeners.module.css";
import styles from "./table.module.css";

/** A table with its columns named; wide ones scroll by themselves. The rows are `<tr>`s. */
export function Table({
  label,
  columns,
  widths,
  children,
}: {
  readonly label: string;
  /** An empty one has buttons in it, which say themselves what they are. */
  readonly columns: readonly string[];
  /** How wide each is, so that none moves when what is in it changes. */
  readonly widths?: readonly string[];
  readonly children: ReactNode;
}) {
  return (
    <div className={styles["scroll"]}>
      <table
        className={classes(styles["table"], widths && styles["fixed"])}
        aria-label={label}
      >
        {widths ? (
          <colgroup>
            {widths.map((width, index) => (
              // oxlint-disable-next-line react/no-array-index-key
              <col key={index} style={{ width }} />
            ))}
          </colgroup>
        ) : null}
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column === "" ? (
                  <span className={forListeners["text"]}>Actions</span>
                ) : (
                  column
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
