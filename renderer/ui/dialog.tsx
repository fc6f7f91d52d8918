import { Dialog as Base } from "@base-ui/react/dialog";
import type { FormEvent, ReactNode } from "react";
import { classes } from "./classes.ts";
import styles from "./dialog.module.css";

/** A modal dialog: focus stays in it, Escape closes it, focus goes back where it was. */
export function Dialog({
  title,
  isWide = false,
  onClose,
  onSubmit,
  actions,
  children,
}: {
  readonly title: string;
  readonly isWide?: boolean;
  readonly onClose: () => void;
  /** Enter in a field does it. */
  readonly onSubmit?: () => void;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}) {
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit?.();
  };
  return (
    <Base.Root open onOpenChange={(isOpen) => (isOpen ? null : onClose())}>
      <Base.Portal>
        <Base.Backdrop className={styles["backdrop"]} />
        <Base.Popup
          className={classes(styles["popup"], isWide && styles["wide"])}
        >
          <form className={styles["form"]} onSubmit={submit}>
            <Base.Title className={styles["title"]}>{title}</Base.Title>
            <div className={styles["body"]}>{children}</div>
            <div className={styles["actions"]}>{actions}</div>
          </form>
        </Base.Popup>
      </Base.Portal>
    </Base.Root>
  );
}
