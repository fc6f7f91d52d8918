import { useState } from "react";
import { useDialogAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { TextField } from "../../ui/field.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useToasts } from "../../ui/toasts.tsx";

/** A person says that they know why the log lacks what the keychain knows, after they were told what they give up. */
export function AcceptLogDialog({ onClose }: { readonly onClose: () => void }) {
  const call = useCall();
  const toasts = useToasts();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const [reason, setReason] = useState("");
  const [typed, setTyped] = useState("");
  const { value: lost, error } = useAnswer("audit.lost", {}, []);
  const missing = missingOf(reason, typed, lost?.line);
  const submit = () => {
    if (missing !== null || !lost) return;
    void run(call("audit.accept", { reason, line: lost.line }), () => {
      ifShown(onClose);
      toasts.show({
        tone: "warning",
        text: "The log was accepted as it is, and a line of it says so.",
      });
    });
  };
  return (
    <Dialog
      title="Accept the log as it is"
      onClose={onClose}
      onSubmit={submit}
      problem={problem ?? error}
      actions={
        <DialogActions
          tone="danger"
          isBusy={isBusy}
          isReady={missing === null}
          missing={missing}
          onClose={onClose}
        >
          Accept it
        </DialogActions>
      }
    >
      <p>
        The keychain knows a line that this log does not have. After a backup
        was restored here, or an older copy of the folder was put back, that is
        so. Else somebody cut events off, or wrote the log anew.
      </p>
      <Notice
        tone="warning"
        next="If you do not know why, do not accept it: keep a copy of the vault's folder, and find out first."
      >
        You give up what the keychain knows: from then on nothing but a line of
        this log tells that another one was here, and what that one told is
        lost. It cannot be taken back.
      </Notice>
      <TextField
        label="Reason"
        hint="It stays in the log for ever."
        value={reason}
        maxLength={200}
        onChange={({ target }) => setReason(target.value)}
      />
      {lost ? (
        <TextField
          label={`Type ${String(lost.line)}, the number of the line that is lost, to go on`}
          inputMode="numeric"
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      ) : null}
    </Dialog>
  );
}

function missingOf(
  reason: string,
  typed: string,
  line: number | undefined,
): string | null {
  if (reason.trim() === "") return "Say why.";
  const isTyped = line !== undefined && typed.trim() === String(line);
  return isTyped ? null : "Type the number of the line.";
}
