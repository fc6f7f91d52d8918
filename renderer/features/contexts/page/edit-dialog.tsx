import { useState, type ReactNode } from "react";
import type { ContextPage } from "../../../../shared/contract/contexts.ts";
import { useDialogAction } from "../../../bridge/action.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { DialogActions } from "../../../ui/dialog-actions.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { useShownEdit } from "../../rows/index.ts";
import { changesOf, meanwhileText, type Edit } from "./edit-changes.ts";

/**
 * Changes a part of a context: what was touched, and nothing else. What is refused is said in it, and what was typed stays;
 * so is what somebody else changed meanwhile.
 */
export function EditDialog({
  title,
  page,
  read,
  edit,
  isReady = true,
  onClose,
  children,
}: {
  readonly title: ReactNode;
  /** As it is now, whoever changed it. */
  readonly page: ContextPage;
  /** What the fields would have, untouched, for a context. */
  readonly read: (page: ContextPage) => Edit;
  /** As the fields have it now. */
  readonly edit: Edit;
  readonly isReady?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const write = useShownEdit();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const [opened] = useState(() => read(page));
  const meanwhile = meanwhileText(opened, read(page), edit);
  const submit = () => {
    if (!isReady) return;
    const changes = changesOf(opened, edit);
    if (changes === null) onClose();
    else void run(write(page.name, changes), () => ifShown(onClose));
  };
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      actions={
        <DialogActions isBusy={isBusy} onClose={onClose} isReady={isReady}>
          Save
        </DialogActions>
      }
    >
      {meanwhile ? (
        <Notice tone="warning" next={meanwhile.next}>
          {meanwhile.text}
        </Notice>
      ) : null}
      {children}
    </Dialog>
  );
}
