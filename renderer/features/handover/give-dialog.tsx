// Access that goes from one person to another, on the page: given, asked for, taken in.
// Keep: A person sees the words before anything is given or taken; texts are shown whole, and hold nothing secret.
import { useState } from "react";
import type {
  GivenAnswer,
  ReadAccessRequest,
} from "../../../shared/contract/handover.ts";
import type { WireError } from "../../../shared/contract/wire.ts";
import {
  maxCertificateSeconds,
  parseDuration,
} from "../../../shared/core/sessions/duration.ts";
import { typedList } from "../../../shared/core/text/typed-list.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { about } from "../names/context-name.tsx";
import { GiveTerms, usualTerms, type GiveDraft } from "./give-terms.tsx";
import { HandoverText, Words } from "./handover-text.tsx";
import { PastedText } from "./pasted-text.tsx";

/** Answers a colleague's request: what is given is new, and no key of theirs comes here. */
export function GiveDialog({
  name,
  isPathTyped,
  onClose,
}: {
  readonly name: string;
  readonly isPathTyped: boolean;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const action = useDialogAction();
  const { run, isBusy, problem } = action;
  const [given, setGiven] = useState<GivenAnswer | null>(null);
  const [draft, setDraft] = useState<GiveDraft>({
    text: "",
    to: "",
    reason: "",
    ...usualTerms,
  });
  const { value: request, error: unread } = useAnswer(
    "handover.read-request",
    { text: draft.text },
    [],
  );
  const ttlSeconds = parseDuration(draft.lifetime.trim(), maxCertificateSeconds); // prettier-ignore
  const roles = typedList(draft.roles);
  const change = (fields: Partial<GiveDraft>) =>
    setDraft({ ...draft, ...fields });
  const missing = missingOf(draft, unread, ttlSeconds);
  const submit = () => {
    if (ttlSeconds === null) return;
    const { text, to, reason } = draft;
    const order = { context: name, text, roles, ttlSeconds, to: to.trim(), reason: reason.trim() }; // prettier-ignore
    void run(call("handover.give", order), setGiven);
  };
  if (given)
    return (
      <Given
        given={given}
        to={draft.to}
        isPathTyped={isPathTyped}
        onClose={onClose}
      />
    );
  return (
    <Dialog
      isWide
      title={about("Give a colleague ", name)}
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      actions={
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={missing === null}
          missing={missing}
        >
          Give it
        </DialogActions>
      }
    >
      <PastedText
        label="Their request"
        isPathTyped={isPathTyped}
        action={action}
        value={draft.text}
        onChange={(text) => change({ text })}
      />
      {request ? <Asked request={request} /> : null}
      <GiveTerms draft={draft} isSound={ttlSeconds !== null} change={change} />
    </Dialog>
  );
}

function Asked({
  request: { person, words },
}: {
  readonly request: ReadAccessRequest;
}) {
  return (
    <>
      <p>Asked for by {person}.</p>
      <Words of="key" words={words} />
      <p>
        Compare them with your colleague on the phone: what a request says of a
        person is anybody&apos;s.
      </p>
    </>
  );
}

function missingOf(
  { text, to, reason, roles }: GiveDraft,
  unread: WireError | null,
  ttlSeconds: number | null,
): string | null {
  if (text.trim() === "") return "Paste the request.";
  if (unread) return unread.message;
  if (roles.trim() === "") return "Name a role.";
  if (ttlSeconds === null) return "Say how long.";
  if (to.trim() === "") return "Say who gets it.";
  return reason.trim() === "" ? "Say why." : null;
}

function Given({
  given: { text, roles, clusterWords },
  to,
  isPathTyped,
  onClose,
}: {
  readonly given: GivenAnswer;
  readonly to: string;
  readonly isPathTyped: boolean;
  readonly onClose: () => void;
}) {
  return (
    <Dialog
      isWide
      title={about("An answer for ", to)}
      onClose={onClose}
      actions={<Button onClick={onClose}>Close</Button>}
    >
      <p>
        Send them this text. It gives {roles.join(", ")}, and only the key of
        the request opens the cluster with it.
      </p>
      <HandoverText label="Answer" text={text} isPathTyped={isPathTyped} />
      {clusterWords ? <Words of="cluster" words={clusterWords} /> : null}
    </Dialog>
  );
}
