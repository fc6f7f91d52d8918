import { useState } from "react";
import type { AppState } from "../../../shared/contract/vault.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { CheckField } from "../../ui/field.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { TypedPathField } from "../fields/path-field.tsx";
import { RestoreQuestionDialog } from "./restore-question.tsx";
import { outsideOf } from "./restore-text.ts";
import { useRestore } from "./use-restore.ts";

const fromFile = "file";

/** Puts an earlier vault in place: one of the generations that are kept, or a backup. The vault need not be open. */
export function RestoreDialog({
  state,
  isFromFile = false,
  onClose,
}: {
  readonly state: AppState;
  /** A backup is what is looked for; else the newest generation stands first. */
  readonly isFromFile?: boolean;
  readonly onClose: () => void;
}) {
  const action = useDialogAction();
  const { isBusy, problem } = action;
  // The state of the window may be older than the last change.
  const now = useAnswer("vault.state", {}, ["vault", "contexts", "state"]);
  // Of those that are gone since, none can be put back.
  const isKnown = now.value !== null || now.error !== null;
  const { backups } = now.value ?? state;
  const [wanted, setChosen] = useState<string | null>(
    isFromFile ? fromFile : null,
  );
  const [newest = fromFile] = backups;
  const chosen = wanted ?? newest;
  const [path, setPath] = useState("");
  const [withRecoveryKey, setWithRecoveryKey] = useState(false);
  const isTyped = !state.can.chooseFiles && chosen === fromFile;
  const isReady = isKnown && (!isTyped || path !== "");
  const { ask, question, close } = useRestore(action, onClose);
  const restore = () =>
    ask(
      chosen === fromFile
        ? { kind: "file", withRecoveryKey, ...(isTyped ? { path } : {}) }
        : { kind: "generation", withRecoveryKey, generation: chosen },
    );
  if (question)
    return <RestoreQuestionDialog question={question} onClose={close} />;
  return (
    <Dialog
      title="Put an earlier vault back"
      onClose={onClose}
      onSubmit={() => (isReady ? restore() : undefined)}
      problem={problem}
      actions={
        <DialogActions isBusy={isBusy} isReady={isReady} onClose={onClose}>
          Put it back
        </DialogActions>
      }
    >
      <SelectField
        label="Generation"
        value={chosen}
        options={[
          ...backups.map((one) => ({
            value: one,
            text: `Generation ${one}, kept on this machine`,
          })),
          { value: fromFile, text: "A backup file" },
        ]}
        onChange={setChosen}
      />
      {isTyped ? <TypedPathField path={path} onType={setPath} /> : null}
      <CheckField
        label="Open it with the recovery key"
        hint={`For a backup of another machine, or a keychain that is lost. It is asked for ${outsideOf(state)}.`}
        checked={withRecoveryKey}
        onChange={setWithRecoveryKey}
      />
    </Dialog>
  );
}
