import { useState } from "react";
import type { OlderVault } from "../../../shared/contract/vault.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { TextField } from "../../ui/field.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Progress } from "../../ui/progress.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { timeText } from "../times/date-text.ts";
import { olderText } from "./older-vault-text.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";

/** The vault file that is in place is older than the last one written here: is it the one that counts from now on? */
export function OlderDialog({ onClose }: { readonly onClose: () => void }) {
  const call = useCall();
  const toasts = useToasts();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const older = useAnswer("vault.older", {}, []);
  const [typed, setTyped] = useState("");
  const isReady = typed.trim() === String(older.value?.generation);
  const accept = () =>
    void run(call("vault.restore", { kind: "present", typed }), (restored) => {
      ifShown(onClose);
      toasts.show({
        tone: "info",
        text: `The older vault is in use: ${countOf(restored?.contexts ?? 0, "context")}.`,
      });
    });
  return (
    <Dialog
      title="Use the older vault"
      onClose={onClose}
      onSubmit={() => (isReady ? accept() : undefined)}
      problem={problem ?? older.error}
      actions={
        <DialogActions
          tone="danger"
          isBusy={isBusy}
          isReady={isReady}
          onClose={onClose}
        >
          Use it
        </DialogActions>
      }
    >
      {older.value ? (
        <>
          <What older={older.value} />
          <TextField
            label={`Type ${String(older.value.generation)}, the number of its generation, to go on`}
            inputMode="numeric"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
          />
        </>
      ) : null}
      {older.value === null && older.error === null ? (
        <Progress label="Comparing it with the last one" />
      ) : null}
    </Dialog>
  );
}

function What({ older }: { readonly older: OlderVault }) {
  const { generation, writtenAt, contexts } = older;
  return (
    <>
      <p>
        The vault file that is in place is generation {generation} of{" "}
        {timeText(writtenAt)}, with {countOf(contexts, "context")}. Take it only
        if you put it there yourself.
      </p>
      {olderText(older).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </>
  );
}
