import type { ReactNode } from "react";
import { LockIcon } from "../ui/icons.ts";
import styles from "./card.module.css";

/** The one thing on a page that has nothing else: first run, lock screen, a used address. */
export function Card({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <main className={styles["backdrop"]}>
      <div className={styles["card"]}>
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
