import type { ReactNode, Ref } from "react";
import { Button } from "./button.tsx";
import styles from "./dialog.module.css";

/** How a dialog ends: left as it was, or with the one thing that it does. */
export function DialogActions({
  tone = "primary",
  isBusy = false,
  isReady = true,
  missing,
  other,
  first,
  onClose,
  children,
}: {
  readonly tone?: "primary" | "danger";
  readonly isBusy?: boolean;
  /** All that it needs has been typed. */
  readonly isReady?: boolean;
  /** Why it cannot be done now; a dialog that can say it gives null while it can. */
  readonly missing?: string | null;
  /** Another thing that it can do with the same fields. */
  readonly other?: {
    readonly text: ReactNode;
    readonly onSelect: () => void;
  };
  /** Gives the focus to the button, where everything is filled in already. */
  readonly first?: Ref<HTMLButtonElement>;
  readonly onClose: () => void;
  /** What it does, as a verb. */
  readonly children: ReactNode;
}) {
  return (
    <>
      {missing === undefined ? null : (
        <span className={styles["missing"]} role="status">
          {missing}
        </span>
      )}
      <Button onClick={onClose}>Cancel</Button>
      {other ? (
        <Button disabled={!isReady} isBusy={isBusy} onClick={other.onSelect}>
          {other.text}
        </Button>
      ) : null}
      <Button
        ref={first}
        type="submit"
        tone={tone}
        isBusy={isBusy}
        disabled={!isReady}
      >
        {children}
      </Button>
    </>
  );
}
