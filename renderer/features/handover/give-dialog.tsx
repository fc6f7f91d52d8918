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
import { TextField } from "../../ui/field.tsx";
import { Presets } from "../../ui/presets.tsx";
import { LifetimeField } from "../fields/lifetime-field.tsx";
import { about } from "../names/context-name.tsx";
import { HandoverText, Words } from "./handover-text.tsx";
import { PastedText } from "./pasted-text.tsx";

/** What is given most. */
const presets = {
  "Reader for a colleague": { roles: "os:reader", lifetime: "8h" },
  "Backup job": { roles: "os:etcd:backup", lifetime: "1d" },
} as const;
type PresetName = keyof typeof presets;
const presetNames = Object.keys(presets) as readonly PresetName[];

interface Draft {
  readonly text: string;
  readonly to: string;
  readonly reason: string;
  readonly roles: string;
  readonly lifetime: string;
}

/** Answers a colleague's request: what is given is new, and no key of theirs comes here. */
export function GiveDialog({
  name,
  onClose,
}: {
  readonly name: string;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const { run, isBusy, problem } = useDialogAction();
  const [given, setGiven] = useState<GivenAnswer | null>(null);
  const [draft, setDraft] = useState<Draft>({
    text: "",
    to: "",
    reason: "",
    ...presets["Reader for a colleague"],
  });
  const { value: request, error: unread } = useAnswer(
    "handover.read-request",
    { text: draft.text },
    [],
  );
  const ttlSeconds = parseDuration(draft.lifetime.trim(), maxCertificateSeconds); // prettier-ignore
  const roles = typedList(draft.roles);
  const change = (fields: Partial<Draft>) => setDraft({ ...draft, ...fields });
  const missing = missingOf(draft, unread, ttlSeconds);
  const submit = () => {
    if (ttlSeconds === null) return;
    const { text, to, reason } = draft;
    const order = { context: name, text, roles, ttlSeconds, to: to.trim(), reason: reason.trim() }; // prettier-ignore
    void run(call("handover.give", order), setGiven);
  };
  if (given) return <Given given={given} to={draft.to} onClose={onClose} />;
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
        value={draft.text}
        onChange={(text) => change({ text })}
      />
      {request ? <Asked request={request} /> : null}
      <Terms draft={draft} isSound={ttlSeconds !== null} change={change} />
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

/** What is given, to whom and why. */
function Terms({
  draft,
  isSound,
  change,
}: {
  readonly draft: Draft;
  readonly isSound: boolean;
  readonly change: (fields: Partial<Draft>) => void;
}) {
  const { roles, lifetime, to, reason } = draft;
  const chosen = presetNames.find(
    (one) => presets[one].roles === roles && presets[one].lifetime === lifetime,
  );
  return (
    <>
      <Presets
        label="What is given most"
        values={presetNames}
        chosen={chosen ?? ""}
        onChoose={(one) => change(presets[one])}
      />
      <TextField
        label="Roles"
        hint="Separated by commas. A person is asked before os:admin is given."
        value={roles}
        onChange={({ target }) => change({ roles: target.value })}
      />
      <LifetimeField
        value={lifetime}
        isSound={isSound}
        hint="It cannot be revoked: the shorter the better."
        correction="A duration from a second to a hundred years: 8h, 1d."
        presets={["8h", "1d", "7d"]}
        onChange={(typed) => change({ lifetime: typed })}
      />
      <TextField
        label="For"
        hint="Who gets it, for them and the ledger."
        value={to}
        onChange={({ target }) => change({ to: target.value })}
      />
      <TextField
        label="Reason"
        hint="For them and the ledger."
        value={reason}
        onChange={({ target }) => change({ reason: target.value })}
      />
    </>
  );
}

function missingOf(
  { text, to, reason, roles }: Draft,
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
  onClose,
}: {
  readonly given: GivenAnswer;
  readonly to: string;
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
      <HandoverText label="Answer" text={text} />
      {clusterWords ? <Words of="cluster" words={clusterWords} /> : null}
    </Dialog>
  );
}
