import { useState } from "react";
import type { FittingAnswerView } from "../../../shared/contract/handover.ts";
import type { ReplyOf } from "../../../shared/contract/index.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { go } from "../../routes.ts";
import { Button } from "../../ui/button.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { TextField } from "../../ui/field.tsx";
import { about } from "../names/context-name.tsx";
import { Moment } from "../times/moment.tsx";
import { HandoverText, Words } from "./handover-text.tsx";
import { PastedText } from "./pasted-text.tsx";

/** Takes an answer in two steps: what it is, and then into the vault. The receipt goes back. */
export function AcceptDialog({
  isPathTyped,
  onClose,
}: {
  readonly isPathTyped: boolean;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const action = useDialogAction();
  const { run, isBusy, problem } = action;
  const [text, setText] = useState("");
  const [as, setAs] = useState("");
  const [answer, setAnswer] = useState<FittingAnswerView | null>(null);
  const [taken, setTaken] = useState<ReplyOf<"handover.accept"> | null>(null);
  if (taken)
    return <Taken taken={taken} isPathTyped={isPathTyped} onClose={onClose} />;
  const submit = () =>
    answer
      ? void run(call("handover.accept", { text, as: as.trim() }), setTaken)
      : void run(call("handover.read-answer", { text }), setAnswer);
  return (
    <Dialog
      isWide
      title="Accept access"
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      actions={
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={text.trim() !== ""}
        >
          {answer ? "Take it into the vault" : "Look at it"}
        </DialogActions>
      }
    >
      {answer ? (
        <Answer answer={answer} as={as} onName={setAs} />
      ) : (
        <PastedText
          label="The answer"
          isPathTyped={isPathTyped}
          action={action}
          value={text}
          onChange={setText}
        />
      )}
    </Dialog>
  );
}

function Answer({
  answer: { name, to, reason, roles, notAfter, clusterWords },
  as,
  onName,
}: {
  readonly answer: FittingAnswerView;
  readonly as: string;
  readonly onName: (as: string) => void;
}) {
  return (
    <>
      <p>
        {about("Access to ", name, ` as ${roles.join(", ")}, which ends `)}
        <Moment as="minute" at={notAfter} />.
      </p>
      <p>
        For {to}
        {reason === null ? "." : `: ${reason}`}
      </p>
      <Words of="cluster" words={clusterWords} />
      <p>Whoever gave it sees the same words.</p>
      <TextField
        label="Name"
        hint="Of the context here; empty: the giver's."
        value={as}
        onChange={({ target }) => onName(target.value)}
      />
    </>
  );
}

function Taken({
  taken: { as, receipt },
  isPathTyped,
  onClose,
}: {
  readonly isPathTyped: boolean;
  readonly taken: ReplyOf<"handover.accept">;
  readonly onClose: () => void;
}) {
  const close = () => {
    onClose();
    go({ page: "contexts", name: as });
  };
  return (
    <Dialog
      isWide
      title={about("Accepted as ", as)}
      onClose={close}
      actions={<Button onClick={close}>Show the context</Button>}
    >
      <p>Send the receipt back: it says to whoever gave it that you have it.</p>
      <HandoverText label="Receipt" text={receipt} isPathTyped={isPathTyped} />
    </Dialog>
  );
}
