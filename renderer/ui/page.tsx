import { useState, type ReactNode } from "react";
import { classes } from "./classes.ts";
import { PageScroller } from "./page-list.ts";
import { ScrollRegion } from "./scroll-region.tsx";
import styles from "./page.module.css";

/** A page with its title and its actions, which stay while the rest of it scrolls. */
export function Page({
  title,
  actions,
  layout,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  /** Narrow: no wider than text is read well. Columns: the same, and beside each other in a wide window, of cards that stand by themselves. */
  readonly layout?: "narrow" | "columns";
  readonly children: ReactNode;
}) {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  return (
    <ScrollRegion ref={setScroller} label={title} className={styles["page"]}>
      <header className={styles["header"]}>
        <h1 className={styles["title"]}>{title}</h1>
        {actions}
      </header>
      <div className={classes(styles["body"], layout && styles[layout])}>
        <PageScroller value={scroller}>{children}</PageScroller>
      </div>
    </ScrollRegion>
  );
}

export function Section({
  title,
  action,
  children,
}: {
  readonly title: string;
  readonly action?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <section className={styles["section"]} aria-label={title}>
      <div className={styles["sectionHead"]}>
        <h2 className={styles["sectionTitle"]}>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

/** What a page without anything in it says: what would be here, and how to get there. */
export function Empty({
  icon,
  title,
  children,
  action,
}: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  return (
    <div className={styles["empty"]} data-empty>
      {icon}
      <h2 className={styles["emptyTitle"]}>{title}</h2>
      <p>{children}</p>
      {action}
    </div>
  );
}
