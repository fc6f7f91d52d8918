import { useState } from "react";
import { useDialogAction } from "../../../bridge/action.ts";
import { useCall } from "../../../bridge/client.tsx";
import { go } from "../../../routes.ts";
import { Dialog } from "../../../ui/dialog.tsx";
import { DialogActions } from "../../../ui/dialog-actions.tsx";
import { TextField } from "../../../ui/field.tsx";
import { about } from "../../names/context-name.tsx";

const hints = {
  rename:
    "As talosctl shows it. Running sessions keep the name that they started with.",
  duplicate: "As talosctl shows it.",
} as const;

/** Asks for a name: a new one for a context, or one for its copy. */
export function NameDialog({
  what,
  name,
  onClose,
}: {
  readonly what: "rename" | "duplicate";
  readonly name: string;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const [typed, setTyped] = useState(what === "rename" ? name : `${name}-copy`);
  const submit = () => {
    const work =
      what === "rename"
        ? call("contexts.rename", { from: name, to: typed })
        : call("contexts.duplicate", { from: name, as: typed });
    const show = () => {
      onClose();
      go({ page: "contexts", name: typed });
    };
    void run(work, () => ifShown(show));
  };
  const title =
    what === "rename" ? about("Rename ", name) : about("Duplicate ", name);
  return (
    <Dialog
      title={title}
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      actions={
        <DialogActions
          isBusy={isBusy}
          onClose={onClose}
          isReady={typed !== "" && typed !== name}
        >
          {what === "rename" ? "Rename" : "Duplicate"}
        </DialogActions>
      }
    >
      <TextField
        label="Name"
        value={typed}
        hint={hints[what]}
        onChange={(event) => setTyped(event.target.value)}
      />
    </Dialog>
  );
}
