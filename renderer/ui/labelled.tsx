import { useId, type ReactNode } from "react";
import styles from "./field.module.css";

/** What is said of a control. */
export interface Words {
  readonly label: string;
  readonly hint?: ReactNode;
  /** Beside the label, and no part of it. */
  readonly mark?: ReactNode;
}

/** What ties a control to its label and its hint, for who cannot see them. */
export function useFieldIds(hint: ReactNode) {
  const id = useId();
  return { id, describedBy: hint ? `${id}-hint` : undefined };
}

/** A control between its label and its hint. */
export function Labelled({
  id,
  label,
  hint,
  mark,
  children,
}: {
  /** Of the control. */
  readonly id: string;
  /** Null: the control names itself. */
  readonly label: string | null;
  readonly hint: ReactNode;
  readonly mark?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles["field"]}>
      {label === null ? null : (
        <span className={styles["label"]}>
          <label htmlFor={id}>{label}</label>
          {mark}
        </span>
      )}
      {children}
      {hint ? <Hint id={`${id}-hint`}>{hint}</Hint> : null}
    </div>
  );
}

export function Hint({
  id,
  children,
}: {
  readonly id: string;
  readonly children: ReactNode;
}) {
  return (
    <span id={id} className={styles["hint"]}>
      {children}
    </span>
  );
}
