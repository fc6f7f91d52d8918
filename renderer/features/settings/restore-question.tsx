import { useState } from "react";
import type { RestoreQuestion } from "../../../shared/contract/vault.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { restoreText } from "./restore-text.ts";

/** Says what will be there no more, before an earlier vault takes the place of the present one. */
export function RestoreQuestionDialog({
  question,
  onClose,
}: {
  readonly question: RestoreQuestion;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const toasts = useToasts();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const { token, mustType } = question;
  const [typed, setTyped] = useState("");
  const isReady = mustType === null || typed.trim() === mustType;
  const goOn = () =>
    void run(
      call("vault.restore", { kind: "asked", token, typed }),
      (restored) => {
        ifShown(onClose);
        toasts.show({
          tone: "info",
          text: `Restored: ${countOf(restored?.contexts ?? 0, "context")}.`,
        });
      },
    );
  return (
    <Dialog
      title="Put it in the place of the present vault"
      onClose={onClose}
      onSubmit={() => (isReady ? goOn() : undefined)}
      problem={problem}
      actions={
        <DialogActions
          tone="danger"
          isBusy={isBusy}
          isReady={isReady}
          onClose={onClose}
        >
          Put it back
        </DialogActions>
      }
    >
      {restoreText(question).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
      {mustType === null ? null : (
        <TextField
          label={`Type ${mustType} to go on`}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      )}
    </Dialog>
  );
}
