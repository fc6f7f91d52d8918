import type { ReactNode } from "react";
import { LockIcon } from "../ui/icons.ts";
import { classes } from "../ui/classes.ts";
import { WindowTitle } from "../ui/window-title.tsx";
import styles from "./card.module.css";

/** The one thing on a page that has nothing else: first run, lock screen, a used address. */
export function Card({
  title,
  isWide = false,
  children,
}: {
  readonly title: string;
  /** It has a table in it. */
  readonly isWide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <main className={styles["backdrop"]}>
      <WindowTitle of={title} />
      <div className={classes(styles["card"], isWide && styles["wide"])}>
        <div className={styles["mark"]}>
          <LockIcon aria-hidden />
          Talos Vault
        </div>
        <h1 className={styles["title"]}>{title}</h1>
        {children}
      </div>
    </main>
  );
}
