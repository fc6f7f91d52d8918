import { useEffect, useState } from "react";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import { useAction } from "../../bridge/action.ts";
import { useAnswer, useCall } from "../../bridge/client.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { CheckField, TextField } from "../../ui/field.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { dateText } from "../date-text.ts";
import { CertificateLifetime } from "../lifetime-field.tsx";
import type { VaultView } from "../vault-view.ts";
import { AuthoritySource } from "./authority-source.tsx";
import {
  firstIssueDraft,
  guardOf,
  orderOf,
  termsOf,
  type IssueDraft,
  lifetimeOf,
} from "./issue-draft.ts";
import { IssuePreview } from "./issue-preview.tsx";
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
  const [approved, setApproved] = useState<string | null>(null);
  const terms = termsOf(draft, row);
  const isApproved = terms !== null && approved === JSON.stringify(terms);
  const order = isApproved ? orderOf(draft, row, isPathTyped) : null;
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
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={order !== null}
        >
          Issue it
        </DialogActions>
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
          <CertificateLifetime
            value={draft.lifetime}
            isSound={lifetimeOf(draft) !== null}
            onChange={(lifetime) => change({ lifetime })}
          />
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
        {terms ? (
          <Preview
            terms={terms}
            draft={draft}
            change={change}
            onApprove={setApproved}
          />
        ) : null}
      </div>
    </Dialog>
  );
}

/** The certificate as it would be; `onApprove` is given the terms, as JSON, that main would issue. */
function Preview({
  terms,
  draft,
  change,
  onApprove,
}: {
  readonly terms: NonNullable<ReturnType<typeof termsOf>>;
  readonly draft: IssueDraft;
  readonly change: (fields: Partial<IssueDraft>) => void;
  readonly onApprove: (terms: string) => void;
}) {
  const preview = useAnswer("issuing.preview", terms, []);
  const key = JSON.stringify(terms);
  const isGood = preview.value?.refusal === null;
  useEffect(() => {
    if (isGood) onApprove(key);
  }, [isGood, key, onApprove]);
  return (
    <div className={styles["preview"]}>
      <IssuePreview answer={preview} />
      <CheckField
        label="Issue it although something speaks against it"
        hint="No role, more than a year, an end after the CA's."
        checked={draft.isForced}
        onChange={(isForced) => change({ isForced })}
      />
      {draft.opened ? (
        <CheckField
          label="Issue it under another CA than the context's"
          hint="After a rotation of the cluster's CA: else it opens another cluster at these addresses."
          checked={draft.acceptsOtherAuthority}
          onChange={(acceptsOtherAuthority) =>
            change({ acceptsOtherAuthority })
          }
        />
      ) : null}
    </div>
  );
}
