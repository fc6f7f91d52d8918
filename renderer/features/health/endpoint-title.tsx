import type { ReactNode } from "react";
import styles from "./health.module.css";

/** Who it is about, and how old or how far what is said of it is. */
export function EndpointTitle({
  name,
  words,
  children,
}: {
  readonly name: string;
  readonly words: string;
  readonly children?: ReactNode;
}) {
  return (
    <span className={styles["title"]}>
      <span className={styles["name"]}>{name}</span>
      {children}
      <span className={styles["age"]}>{words}</span>
    </span>
  );
}
