// Access that goes from one person to another, on the page: given, asked for, taken in.
// Keep: A person sees the words before anything is given or taken; texts are shown whole, and hold nothing secret.
import { useState } from "react";
import type {
  GivenAnswer,
  ReadRecipient,
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
import { about } from "../names/context-name.tsx";
import { GiveTerms, usualTerms, type GiveDraft } from "./give-terms.tsx";
import { HandoverText, Words } from "./handover-text.tsx";
import styles from "./handover.module.css";
import { PastedText } from "./pasted-text.tsx";

/** Answers a colleague's request, or seals a credential for their public keys: what is given is new, and no private key of theirs comes here. */
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
    asker: "",
    ...usualTerms,
  });
  const { value: recipient, error: unread } = useAnswer(
    "handover.read-recipient",
    { text: draft.text },
    [],
  );
  const ttlSeconds = parseDuration(draft.lifetime.trim(), maxCertificateSeconds); // prettier-ignore
  const roles = typedList(draft.roles);
  const change = (fields: Partial<GiveDraft>) =>
    setDraft((before) => ({ ...before, ...fields }));
  const missing = missingOf(draft, recipient, unread, ttlSeconds);
  const submit = () => {
    if (ttlSeconds === null) return;
    const { text, to, reason } = draft;
    const asker = recipient?.kind === "keys" ? draft.asker.trim() : "";
    const order = { context: name, text, roles, ttlSeconds, to: to.trim(), reason: reason.trim(), ...(asker === "" ? {} : { asker }) }; // prettier-ignore
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
        label="Their request or public key"
        hint="A request, whole, from the first dash to the last; or lines of ssh-ed25519, ssh-rsa or age1…, as in authorized_keys. Or drop the file here."
        isPathTyped={isPathTyped}
        action={action}
        value={draft.text}
        onChange={(text) => change({ text })}
      />
      {recipient?.kind === "request" ? <Asked request={recipient} /> : null}
      {recipient?.kind === "keys" ? (
        <>
          <Keys keys={recipient.keys} />
          <TextField
            label="Let a node make it, asked as"
            hint="An os:admin context of the same cluster. Empty: the vault's authority signs it, where it keeps one."
            value={draft.asker}
            onChange={({ target }) => change({ asker: target.value })}
          />
        </>
      ) : null}
      <GiveTerms draft={draft} isSound={ttlSeconds !== null} change={change} />
    </Dialog>
  );
}

function Asked({
  request: { person, words },
}: {
  readonly request: Extract<ReadRecipient, { kind: "request" }>;
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

/** Whoever has one of the private keys can use what is given. */
function Keys({ keys }: { readonly keys: readonly string[] }) {
  return (
    <>
      <p>It will open with:</p>
      <ul className={styles["keys"]} aria-label="Keys that open it">
        {keys.map((key) => (
          <li key={key}>{key}</li>
        ))}
      </ul>
      <p>
        Compare them with your colleague on the phone. A key travels in the
        file, encrypted for these alone: a request is safer, where your
        colleague has Talos Vault.
      </p>
    </>
  );
}

function missingOf(
  { text, to, reason, roles }: GiveDraft,
  recipient: ReadRecipient | null,
  unread: WireError | null,
  ttlSeconds: number | null,
): string | null {
  if (text.trim() === "") return "Paste a request or a key.";
  if (unread) return unread.message;
  // Nothing is given before its words are shown.
  if (recipient === null) return "It is being read.";
  if (roles.trim() === "") return "Name a role.";
  if (ttlSeconds === null) return "Say how long.";
  if (to.trim() === "") return "Say who gets it.";
  return reason.trim() === "" ? "Say why." : null;
}

function Given({
  given: { text, roles, clusterWords, isSealed },
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
        {`Send them this text. It gives ${roles.join(", ")}, and `}
        {isSealed
          ? "only their keys open it: Talos Vault does, and so does age."
          : "only the key of the request opens the cluster with it."}
      </p>
      <HandoverText label="Answer" text={text} isPathTyped={isPathTyped} />
      {clusterWords ? <Words of="cluster" words={clusterWords} /> : null}
    </Dialog>
  );
}
