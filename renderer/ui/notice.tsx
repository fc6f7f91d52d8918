import type { ReactNode } from "react";
import type { WireError } from "../../shared/contract/wire.ts";
import { classes } from "./classes.ts";
import { ErrorIcon, InfoIcon, WarningIcon } from "./icons.ts";
import styles from "./notice.module.css";

const icons = { info: InfoIcon, warning: WarningIcon, error: ErrorIcon };

/** Something a person should read, and what to do about it. */
export function Notice({
  tone,
  next,
  children,
  action,
}: {
  readonly tone: "info" | "warning" | "error";
  readonly next?: string;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  const Icon = icons[tone];
  return (
    <div
      role={tone === "error" ? "alert" : undefined}
      className={classes(styles["notice"], tone !== "info" && styles[tone])}
    >
      <Icon aria-hidden />
      <div className={styles["text"]}>
        <span>{children}</span>
        {next ? <span className={styles["next"]}>{next}</span> : null}
      </div>
      {action}
    </div>
  );
}

/** An error as main gave it: what happened, and the next step. */
export function Problem({ error }: { readonly error: WireError | null }) {
  if (!error) return null;
  return (
    <Notice tone="error" next={error.next}>
      {error.message}
    </Notice>
  );
}
