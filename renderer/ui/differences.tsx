import styles from "./differences.module.css";

/** Where two contexts differ, field by field. */
export function Differences({
  columns: [before, after],
  differences,
}: {
  /** What the two are called. */
  readonly columns: readonly [string, string];
  readonly differences: readonly {
    readonly field: string;
    readonly before: string;
    readonly after: string;
  }[];
}) {
  return (
    <table className={styles["diff"]}>
      <thead>
        <tr>
          <th scope="col">Field</th>
          <th scope="col">{before}</th>
          <th scope="col">{after}</th>
        </tr>
      </thead>
      <tbody>
        {differences.map((one) => (
          <tr key={one.field}>
            <td>{one.field}</td>
            <td className={styles["before"]}>{one.before}</td>
            <td className={styles["after"]}>{one.after}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
