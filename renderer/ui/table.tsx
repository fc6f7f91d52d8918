import type { ComponentPropsWithRef, CSSProperties, ReactNode } from "react";
import { useRovingList } from "../keyboard/roving.ts";
import { classes } from "./classes.ts";
import forListeners from "./for-listeners.module.css";
import styles from "./table.module.css";

interface TableProps {
  readonly label: string;
  /** An empty one has buttons in it, which say themselves what they are. */
  readonly columns: readonly string[];
  /** How wide each is, so that none moves when what is in it changes. */
  readonly widths?: readonly string[];
  readonly children: ReactNode;
}

/**
 * A table with its columns named, for reading. Where it has no room for them each row is a block of lines, each with the name of its
 * column. The rows are `<tr>`s.
 */
export function Table(props: TableProps) {
  return <Drawn {...props} attributes={{}} />;
}

/** One whose rows have something to press: a grid, which is one stop of the Tab key. The rows are `TableRow`s. */
export function CommandTable(props: TableProps) {
  const keys = useRovingList<HTMLTableElement>();
  return <Drawn {...props} attributes={{ role: "grid", ...keys }} />;
}

function Drawn({
  label,
  columns,
  widths,
  attributes,
  children,
}: TableProps & { readonly attributes: ComponentPropsWithRef<"table"> }) {
  return (
    <div className={styles["scroll"]}>
      <table
        {...attributes}
        className={classes(styles["table"], widths && styles["fixed"])}
        aria-label={label}
        style={columnNames(columns)}
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

/** For the style sheet, which writes them before the cells: `--column-1` and so on, each a string of CSS. */
function columnNames(columns: readonly string[]): CSSProperties {
  return Object.fromEntries(
    columns
      .map(
        (column, index) => [`--column-${String(index + 1)}`, column] as const,
      )
      .filter(([, column]) => column !== "")
      .map(([property, column]) => [property, JSON.stringify(column)]),
  );
}
