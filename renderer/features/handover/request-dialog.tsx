import { useState } from "react";
import type { ReplyOf } from "../../../shared/contract/index.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { HandoverText, Words } from "./handover-text.tsx";

/** Asks for access: makes a key that stays in the vault, and shows the text for whoever gives it. */
export function RequestDialog({
  isPathTyped,
  onClose,
}: {
  readonly isPathTyped: boolean;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const [name, setName] = useState("");
  const [made, setMade] = useState<ReplyOf<"handover.request"> | null>(null);
  if (made)
    return (
      <Dialog
        isWide
        title="A request for access"
        onClose={onClose}
        actions={<Button onClick={onClose}>Close</Button>}
      >
        <p>
          Send this text to whoever gives access. Its key stays in your vault
          until the answer comes.
        </p>
        <HandoverText
          label="Request"
          text={made.text}
          isPathTyped={isPathTyped}
        />
        <Words of="key" words={made.words} />
        <p>They see the same words: compare them on the phone.</p>
      </Dialog>
    );
  return (
    <Dialog
      title="Request access"
      onClose={onClose}
      onSubmit={() =>
        void run(call("handover.request", { name: name.trim() }), setMade)
      }
      problem={problem}
      actions={
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={name.trim() !== ""}
        >
          Make the request
        </DialogActions>
      }
    >
      <TextField
        label="Your name"
        hint="As your colleague reads it."
        value={name}
        onChange={({ target }) => setName(target.value)}
      />
    </Dialog>
  );
}
