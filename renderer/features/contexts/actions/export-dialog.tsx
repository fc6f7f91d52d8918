import { useState } from "react";
import { countOf, withCommas } from "../../../../shared/core/counted-noun.ts";
import { useDialogAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { DialogActions } from "../../../ui/dialog-actions.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { useToasts } from "../../../ui/toasts.tsx";
import { about, ContextName } from "../../names/context-name.tsx";
import { dangerWords } from "../../fields/danger-text.ts";
import {
  ReasonField,
  TypedNameField,
} from "../../fields/type-name-to-confirm.tsx";
import { TypedPathField } from "../../fields/path-field.tsx";
import type { VaultView } from "../../vault-view.ts";
import styles from "./export-dialog.module.css";
import {
  exportOf,
  guardedOf,
  missingOf,
  nothingSaid,
  type ExportDraft,
} from "./export-draft.ts";

/** A lasting copy in plain text is the opposite of what the vault is for: it is said before it is made. One file has them all. */
export function ExportDialog({
  names,
  view,
  onClose,
}: {
  /** At least one. */
  readonly names: readonly string[];
  readonly view: VaultView;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const toasts = useToasts();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const [draft, setDraft] = useState<ExportDraft>(nothingSaid);
  const change = (fields: Partial<ExportDraft>) =>
    setDraft((before) => ({ ...before, ...fields }));
  const [first = ""] = names;
  const guarded = guardedOf(view.contexts, names);
  const isTyped = !view.state.can.chooseFiles;
  const missing = missingOf(draft, guarded, isTyped);
  const submit = () =>
    void run(
      call("contexts.export", exportOf(draft, names, guarded, isTyped)),
      (written) => {
        if (!written) return;
        ifShown(onClose);
        toasts.show({ tone: "warning", text: `Written to ${written.path}.` });
      },
    );
  return (
    <Dialog
      title={
        names.length === 1
          ? about("Export ", first)
          : `Export ${countOf(names.length, "context")}`
      }
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      actions={
        <DialogActions
          tone="danger"
          isBusy={isBusy}
          onClose={onClose}
          isReady={missing === null}
          missing={missing}
        >
          Write the plain text{isTyped ? "" : "…"}
        </DialogActions>
      }
    >
      <Notice
        tone="warning"
        next="For a terminal, start a session instead: it ends by itself."
      >
        {names.length === 1
          ? "The file holds the private key in plain text and stays valid until the certificate ends. It cannot be revoked."
          : "One file holds all their private keys in plain text and stays valid until the certificates end. They cannot be revoked."}
      </Notice>
      {names.length > 1 ? <Listed names={names} /> : null}
      {isTyped ? (
        <TypedPathField
          hint="a file that is there is not replaced."
          path={draft.path}
          onType={(path) => change({ path })}
        />
      ) : null}
      {guarded.length > 0 ? (
        <ReasonField
          value={draft.reason}
          onChange={(reason) => change({ reason })}
        />
      ) : null}
      {guarded.map(({ name, danger }) => (
        <TypedNameField
          key={name}
          name={name}
          hint={dangerWords[danger]}
          value={draft.typed.get(name) ?? ""}
          onChange={(text) =>
            change({ typed: new Map(draft.typed).set(name, text) })
          }
        />
      ))}
    </Dialog>
  );
}

const mostListed = 20;

function Listed({ names }: { readonly names: readonly string[] }) {
  const more = names.length - mostListed;
  return (
    <ul className={styles["names"]} aria-label="Contexts">
      {names.slice(0, mostListed).map((name) => (
        <li key={name}>
          <ContextName name={name} />
        </li>
      ))}
      {more > 0 ? <li>and {withCommas(more)} more</li> : null}
    </ul>
  );
}
