import type { ReactNode } from "react";
import styles from "./fold.module.css";

/** What few people need, behind a line that opens it. */
export function Fold({
  title,
  children,
}: {
  readonly title: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <details className={styles["fold"]}>
      <summary className={styles["title"]}>{title}</summary>
      <div className={styles["body"]}>{children}</div>
    </details>
  );
}
