import { useId, type ComponentType, type ReactNode } from "react";
import { beginAgain, type Route } from "../../routes.ts";
import { classes } from "../../ui/classes.ts";
import styles from "./shell.module.css";
import { withCommas } from "../../../shared/core/counted-noun.ts";

type Icon = ComponentType<{ readonly "aria-hidden": true }>;

export interface PageItem {
  readonly page: Route["page"];
  readonly text: string;
  readonly Icon: Icon;
  /** What is counted for it is what somebody should look at. */
  readonly isUrgent?: boolean;
}

export function Group({
  title,
  children,
}: {
  readonly title: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id} className={styles["group"]}>
      <span id={id} className={classes(styles["groupTitle"], styles["text"])}>
        {title}
      </span>
      {children}
    </div>
  );
}

export function PageLink({
  item: { page, text, Icon, isUrgent = false },
  isHere,
  count,
}: {
  readonly item: PageItem;
  readonly isHere: boolean;
  readonly count: number;
}) {
  return (
    <a
      href={`#/${page}`}
      className={styles["link"]}
      title={text}
      aria-current={isHere ? "page" : undefined}
      onClick={isHere ? beginAgain : undefined}
    >
      <Icon aria-hidden />
      <span className={styles["text"]}>{text}</span>
      {count > 0 ? (
        <span className={styles["count"]} data-urgent={isUrgent}>
          {withCommas(count)}
        </span>
      ) : null}
    </a>
  );
}

/** Looks like a page's link and does something else. */
export function PlainItem({
  Icon,
  end,
  onClick,
  children,
}: {
  readonly Icon: Icon;
  readonly end?: string;
  readonly onClick: () => void;
  readonly children: string;
}) {
  return (
    <button
      type="button"
      className={styles["link"]}
      title={children}
      onClick={onClick}
    >
      <Icon aria-hidden />
      <span className={styles["text"]}>{children}</span>
      {end ? <kbd className={styles["count"]}>{end}</kbd> : null}
    </button>
  );
}
