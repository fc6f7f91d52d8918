import type { ReactNode } from "react";
import styles from "./table.module.css";

/** A table with its columns named; wide ones scroll by themselves. The rows are `<tr>`s. */
export function Table({
  label,
  columns,
  children,
}: {
  readonly label: string;
  readonly columns: readonly string[];
  readonly children: ReactNode;
}) {
  return (
    <div className={styles["scroll"]}>
      <table className={styles["table"]} aria-label={label}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col">
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
