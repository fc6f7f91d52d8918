import { useState } from "react";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { useAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CheckField, TextField } from "../../ui/field.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { dateText } from "../date-text.ts";
import type { VaultView } from "../vault-view.ts";
import { AuthoritySource } from "./authority-source.tsx";
import {
  firstIssueDraft,
  guardOf,
  orderOf,
  termsOf,
  type IssueDraft,
} from "./issue-draft.ts";
import { IssuePreview } from "./issue-preview.tsx";
import { Lifetime } from "./lifetime.tsx";
import { RolesField } from "./roles-field.tsx";
import { TargetFields } from "./target-fields.tsx";
import styles from "./issuing.module.css";

/** A new credential for a context's cluster, offline, with the certificate shown as it is being chosen. */
export function IssueDialog({
  view,
  row,
  onClose,
}: {
  readonly view: VaultView;
  readonly row: ContextRow;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const toasts = useToasts();
  const { run, isBusy } = useAction();
  const [draft, setDraft] = useState(() => firstIssueDraft(row));
  const change = (fields: Partial<IssueDraft>) =>
    setDraft({ ...draft, ...fields });
  const isPathTyped = !view.state.can.chooseFiles;
  const guard = guardOf(draft, row);
  const order = orderOf(draft, row, isPathTyped);
  const submit = () => {
    if (!order || isBusy) return;
    void run(call("issuing.issue", order), (issued) => {
      if (!issued) return;
      onClose();
      toasts.show({
        tone: "info",
        text: issued.path
          ? `Written to ${issued.path}.`
          : `Issued for ${draft.target === "context" ? draft.as : row.name}.`,
        next: `Valid until ${dateText(issued.notAfter)}; it cannot be revoked.`,
      });
    });
  };
  return (
    <Dialog
      isWide
      title={`Issue a credential for ${row.name}`}
      onClose={onClose}
      onSubmit={submit}
      actions={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            tone="primary"
            isBusy={isBusy}
            disabled={!order || isBusy}
          >
            Issue it
          </Button>
        </>
      }
    >
      <div className={styles["columns"]}>
        <div className={styles["form"]}>
          <AuthoritySource
            row={row}
            opened={draft.opened}
            isPathTyped={isPathTyped}
            onOpen={(opened) => change({ opened })}
          />
          <RolesField draft={draft} change={change} />
          <Lifetime draft={draft} change={change} />
          <TargetFields
            draft={draft}
            change={change}
            isPathTyped={isPathTyped}
          />
          {guard ? (
            <TextField
              label={`Type ${draft.context} to confirm`}
              hint={guard}
              value={draft.confirmation}
              onChange={(event) => change({ confirmation: event.target.value })}
            />
          ) : null}
        </div>
        <Preview draft={draft} row={row} change={change} />
      </div>
    </Dialog>
  );
}

function Preview({
  draft,
  row,
  change,
}: {
  readonly draft: IssueDraft;
  readonly row: ContextRow;
  readonly change: (fields: Partial<IssueDraft>) => void;
}) {
  const terms = termsOf(draft, row);
  if (!terms) return null;
  return (
    <div className={styles["preview"]}>
      <Asked terms={terms} />
      <CheckField
        label="Issue it although something speaks against it"
        hint="Another CA than the context's, more than a year, an end after the CA's."
        checked={draft.isForced}
        onChange={(isForced) => change({ isForced })}
      />
    </div>
  );
}

function Asked({
  terms,
}: {
  readonly terms: NonNullable<ReturnType<typeof termsOf>>;
}) {
  const preview = useAnswer("issuing.preview", terms, []);
  return <IssuePreview answer={preview} />;
}
