import { useState } from "react";
import type { SessionView } from "../../../shared/core/sessions/session-view.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { ContextField } from "../fields/context-field.tsx";
import { useWarnings } from "../use-warnings.ts";
import type { VaultView } from "../vault-view.ts";

export function RepointDialog({
  session,
  view,
  onClose,
}: {
  readonly session: SessionView;
  readonly view: VaultView;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const tellWarnings = useWarnings();
  const [context, setContext] = useState(session.context);
  return (
    <Dialog
      title="Re-point the session"
      onClose={onClose}
      onSubmit={() =>
        void run(
          call("sessions.repoint", { id: session.id, context }),
          (changed) => {
            tellWarnings(changed);
            ifShown(onClose);
          },
        )
      }
      problem={problem}
      actions={
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={context !== session.context}
        >
          Re-point
        </DialogActions>
      }
    >
      <ContextField
        label="Context"
        hint="The next command in that terminal goes to it."
        value={context}
        contexts={view.contexts}
        onChange={setContext}
      />
    </Dialog>
  );
}
