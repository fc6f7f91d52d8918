import { useState } from "react";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { PastedText } from "./pasted-text.tsx";

/** Notes that a colleague has what was given. */
export function ReceiptDialog({
  isPathTyped,
  onClose,
}: {
  readonly isPathTyped: boolean;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const toasts = useToasts();
  const action = useDialogAction();
  const { run, ifShown, isBusy, problem } = action;
  const [text, setText] = useState("");
  const submit = () =>
    void run(call("handover.receipt", { text }), ({ to }) => {
      ifShown(onClose);
      toasts.show({ tone: "info", text: `${to} has what was given.` });
    });
  return (
    <Dialog
      isWide
      title="Note a receipt"
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      actions={
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={text.trim() !== ""}
        >
          Note it
        </DialogActions>
      }
    >
      <PastedText
        label="The receipt"
        isPathTyped={isPathTyped}
        action={action}
        value={text}
        onChange={setText}
      />
    </Dialog>
  );
}
