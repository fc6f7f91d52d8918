import { useState } from "react";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { CheckField } from "../../ui/field.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { TypedPathField } from "../fields/path-field.tsx";
import type { VaultView } from "../vault-view.ts";

/** Puts a CA with its key into the vault. The file is read by main and stays as it is. */
export function ImportDialog({
  view,
  onClose,
}: {
  readonly view: VaultView;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const toasts = useToasts();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const [path, setPath] = useState("");
  const [seal, setSeal] = useState(false);
  const isTyped = !view.state.can.chooseFiles;
  const submit = () =>
    void run(
      call("authorities.import", { seal, ...(isTyped ? { path } : {}) }),
      (kept) => {
        if (!kept) return;
        ifShown(onClose);
        toasts.show({
          tone: "info",
          text: "The vault has the authority.",
          next: "The file is still there, in plain text: keep it offline.",
        });
      },
    );
  return (
    <Dialog
      title="Import an authority"
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      actions={
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={!isTyped || path !== ""}
        >
          {isTyped ? "Import it" : "Choose the file…"}
        </DialogActions>
      }
    >
      {isTyped ? <TypedPathField path={path} onType={setPath} /> : null}
      <p>
        The cluster's Talos CA with its key: from secrets.yaml, from
        controlplane.yaml or from a PEM pair. The file stays where it is.
      </p>
      <CheckField
        label="Seal it with a passphrase of its own"
        hint="Asked for, outside this window, whenever it signs. Sessions use it only when a role is chosen by name."
        checked={seal}
        onChange={setSeal}
      />
    </Dialog>
  );
}
