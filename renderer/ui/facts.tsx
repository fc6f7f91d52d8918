import type { ReactNode } from "react";
import styles from "./facts.module.css";

/** What is known of something: `dt` and `dd`, a line each. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={styles["facts"]}>{children}</dl>;
}
