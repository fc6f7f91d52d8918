import { useContext, type ReactNode } from "react";
import type { WireError } from "../../shared/contract/wire.ts";
import { classes } from "./classes.ts";
import { ErrorActions } from "./error-actions.ts";
import { ErrorIcon, InfoIcon, WarningIcon } from "./icons.ts";
import { useSentence } from "./sentence.ts";
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
  readonly next?: ReactNode;
  readonly children: ReactNode;
  readonly action?: ReactNode;
}) {
  const Icon = icons[tone];
  const sentence = useSentence();
  return (
    <div
      role={tone === "error" ? "alert" : undefined}
      className={classes(styles["notice"], tone !== "info" && styles[tone])}
    >
      <Icon aria-hidden />
      <div className={styles["text"]}>
        <span>{sentence(children)}</span>
        {next ? <span className={styles["next"]}>{sentence(next)}</span> : null}
      </div>
      {action}
    </div>
  );
}

/** An error as main gave it: what happened, the next step, and buttons for it. */
export function Problem({
  error,
  tone = "error",
  onChosen,
}: {
  readonly error: WireError | null;
  /** Of one that keeps nobody from going on. */
  readonly tone?: "error" | "warning";
  /** One of the buttons was pressed. */
  readonly onChosen?: () => void;
}) {
  const actions = useContext(ErrorActions);
  if (!error) return null;
  return (
    <Notice
      tone={tone}
      next={error.next}
      action={actions?.(error, onChosen) ?? null}
    >
      {error.message}
    </Notice>
  );
}
