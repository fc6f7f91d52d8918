import { useState } from "react";
import { dangerOf } from "../../../../shared/core/policy/guard.ts";
import { useDialogAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { Dialog } from "../../../ui/dialog.tsx";
import { DialogActions } from "../../../ui/dialog-actions.tsx";
import { TextField } from "../../../ui/field.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { useToasts } from "../../../ui/toasts.tsx";
import { about } from "../../context-name.tsx";
import { missingForGuard } from "../../danger-words.ts";
import { GuardFields, type Said } from "../../guard-fields.tsx";
import type { VaultView } from "../../vault-view.ts";

/** A lasting copy in plain text is the opposite of what the vault is for: it is said before it is made. */
export function ExportDialog({
  name,
  view,
  onClose,
}: {
  readonly name: string;
  readonly view: VaultView;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const toasts = useToasts();
  const { run, isBusy, problem } = useDialogAction();
  const [path, setPath] = useState("");
  const [said, setSaid] = useState<Said>({ reason: "", confirmation: "" });
  const row = view.contexts.find((one) => one.name === name);
  const danger = row ? dangerOf(row.roles, row.production) : null;
  const isTyped = !view.state.can.chooseFiles;
  const missing =
    isTyped && path === ""
      ? "The file to write has no path yet."
      : missingForGuard(danger, name, said);
  const submit = () =>
    void run(
      call("contexts.export", {
        names: [name],
        ...(isTyped ? { path } : {}),
        ...(danger === null ? {} : { ...said, reason: said.reason.trim() }),
      }),
      (written) => {
        if (!written) return;
        onClose();
        toasts.show({ tone: "warning", text: `Written to ${written.path}.` });
      },
    );
  return (
    <Dialog
      title={about("Export ", name)}
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
        The file holds the private key in plain text and stays valid until the
        certificate ends. It cannot be revoked.
      </Notice>
      {isTyped ? (
        <TextField
          label="File"
          hint="An absolute path; a file that is there is not replaced."
          value={path}
          onChange={(event) => setPath(event.target.value)}
        />
      ) : null}
      <GuardFields
        name={name}
        danger={danger}
        said={said}
        onChange={(change) => setSaid({ ...said, ...change })}
      />
    </Dialog>
  );
}
