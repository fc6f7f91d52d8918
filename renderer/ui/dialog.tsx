import { Dialog as Base } from "@base-ui/react/dialog";
import type { FormEvent, ReactNode, RefObject } from "react";
import type { WireError } from "../../shared/contract/wire.ts";
import { classes } from "./classes.ts";
import { Progress } from "./progress.tsx";
import styles from "./dialog.module.css";
import { Problem } from "./notice.tsx";

/**
 * A modal dialog: focus stays in it, Escape closes it, focus goes back where it was. A click beside it does not close
 * it: that would lose what was typed.
 */
export function Dialog({
  title,
  isWide = false,
  onClose,
  onSubmit,
  problem = null,
  waiting,
  initialFocus,
  actions,
  children,
}: {
  readonly title: ReactNode;
  readonly isWide?: boolean;
  readonly onClose: () => void;
  /** Enter in a field does it. */
  readonly onSubmit?: () => void;
  /** Why the last try failed; it stands above the actions, wherever the rest is scrolled to. */
  readonly problem?: WireError | null;
  /** What is under way, in words; they stand beside the buttons, where nothing scrolls them away. */
  readonly waiting?: string;
  /** What has the focus at first; else the first thing that can have it. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <Base.Root
      open
      disablePointerDismissal
      onOpenChange={(isOpen) => (isOpen ? null : onClose())}
    >
      <Base.Portal>
        <Base.Backdrop className={styles["backdrop"]} />
        <Base.Popup
          {...(initialFocus ? { initialFocus } : {})}
          className={classes(styles["popup"], isWide && styles["wide"])}
        >
          <form className={styles["form"]} onSubmit={submit}>
            <Base.Title className={styles["title"]}>{title}</Base.Title>
            <div className={styles["body"]}>{children}</div>
            {problem ? (
              <div className={styles["problem"]}>
                <Problem error={problem} onChosen={onClose} />
              </div>
            ) : null}
            {waiting ? <Progress label={waiting} /> : null}
            <div className={styles["actions"]}>
              <span className={styles["waiting"]} aria-live="polite">
                {waiting}
              </span>
              {actions}
            </div>
          </form>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
