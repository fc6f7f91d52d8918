import type { ReactNode } from "react";
import type { RequestOf } from "../../../../shared/contract/index.ts";
import { useDialogAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { DialogActions } from "../../../ui/dialog-actions.tsx";

/** Changes a part of a context. What is refused is said in it, and what was typed stays. */
export function EditDialog({
  title,
  name,
  edit,
  isReady = true,
  onClose,
  children,
}: {
  readonly title: string;
  readonly name: string;
  /** As the fields have it now. */
  readonly edit: RequestOf<"contexts.edit">["edit"];
  readonly isReady?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const submit = () => {
    if (isReady) void run(call("contexts.edit", { name, edit }), onClose);
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
      {children}
    </Dialog>
  );
}
