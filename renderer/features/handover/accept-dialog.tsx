import { useState } from "react";
import type {
  AcceptedAnswer,
  AcceptedBefore,
  FittingAnswerView,
  SealedAnswerView,
} from "../../../shared/contract/handover.ts";
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
import { OwnKey } from "./own-key.tsx";
import { PastedText } from "./pasted-text.tsx";

type OpenedAnswer = FittingAnswerView | SealedAnswerView;

/** Takes an answer in two steps: what it is, which of an age file a key of the person's says, and then into the vault. The receipt goes back. */
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
  const [isAgeFile, setIsAgeFile] = useState(false);
  const [answer, setAnswer] = useState<OpenedAnswer | null>(null);
  const [taken, setTaken] = useState<AcceptedAnswer | AcceptedBefore | null>(
    null,
  );
  if (taken)
    return <Taken taken={taken} isPathTyped={isPathTyped} onClose={onClose} />;
  const opened = (read: OpenedAnswer | AcceptedBefore) =>
    read.kind === "accepted" ? setTaken(read) : setAnswer(read);
  const look = () =>
    void run(call("handover.read-answer", { text }), (read) => {
      // What is taken is what was read, whatever was typed meanwhile.
      setText(text);
      if (read.kind === "age-file") setIsAgeFile(true);
      else opened(read);
    });
  const take = (one: OpenedAnswer) =>
    void run(
      one.kind === "sealed"
        ? call("handover.accept-sealed", { token: one.token, as: as.trim() })
        : call("handover.accept", { text, as: as.trim() }),
      setTaken,
    );
  const isWaiting = isAgeFile && answer === null;
  return (
    <Dialog
      isWide={answer === null && !isAgeFile}
      title="Accept access"
      onClose={onClose}
      onSubmit={() => (answer ? take(answer) : look())}
      problem={problem}
      actions={
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={text.trim() !== "" && !isWaiting}
          missing={isWaiting ? "Choose your private key." : null}
        >
          {answer ? "Take it into the vault" : "Review"}
        </DialogActions>
      }
    >
      {answer ? (
        <Answer answer={answer} as={as} onName={setAs} />
      ) : isAgeFile ? (
        <OwnKey
          text={text}
          isPathTyped={isPathTyped}
          action={action}
          onOpen={opened}
        />
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
  answer,
  as,
  onName,
}: {
  readonly answer: OpenedAnswer;
  readonly as: string;
  readonly onName: (as: string) => void;
}) {
  const { name, roles, notAfter } = answer;
  return (
    <>
      <p>
        {about("Access to ", name, ` as ${roles.join(", ")}, which ends `)}
        <Moment as="minute" at={notAfter} />.
      </p>
      {answer.kind === "sealed" ? (
        <p>
          Anybody who has your public key can make such a file: ask whoever sent
          it.
        </p>
      ) : (
        <Said answer={answer} />
      )}
      <TextField
        label="Name"
        hint="What the context is called here; empty: as whoever gave it calls it."
        value={as}
        onChange={({ target }) => onName(target.value)}
      />
    </>
  );
}

function Said({
  answer: { to, reason, clusterWords },
}: {
  readonly answer: FittingAnswerView;
}) {
  return (
    <>
      <p>
        For {to}
        {reason === null ? "." : `: ${reason}`}
      </p>
      <Words of="cluster" words={clusterWords} />
      <p>Whoever gave it sees the same words.</p>
    </>
  );
}

function Taken({
  taken,
  isPathTyped,
  onClose,
}: {
  readonly isPathTyped: boolean;
  readonly taken: AcceptedAnswer | AcceptedBefore;
  readonly onClose: () => void;
}) {
  const { as, receipt } = taken;
  const close = () => {
    onClose();
    go({ page: "contexts", name: as });
  };
  return (
    <Dialog
      isWide
      title={about(
        "kind" in taken ? "Accepted before, as " : "Accepted as ",
        as,
      )}
      onClose={close}
      actions={<Button onClick={close}>Show the context</Button>}
    >
      <p>Send the receipt back: it says to whoever gave it that you have it.</p>
      <HandoverText label="Receipt" text={receipt} isPathTyped={isPathTyped} />
    </Dialog>
  );
}
