import { useState } from "react";
import type { EventFilter } from "../../../shared/contract/audit.ts";
import { countOf } from "../../../shared/core/counted-noun.ts";
import { useDialogAction } from "../../bridge/action.ts";
import { useCall } from "../../bridge/client.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { DialogActions } from "../../ui/dialog-actions.tsx";
import { SelectField } from "../../ui/select-field.tsx";
import { useToasts } from "../../ui/toasts.tsx";
import { TypedPathField } from "../fields/path-field.tsx";
import type { VaultView } from "../vault-view.ts";
import { isEmptyFilter } from "./event-filter.ts";

const formats = [
  { value: "jsonl", text: "JSON, a line each" },
  { value: "csv", text: "CSV, for a spreadsheet" },
] as const;
type Format = (typeof formats)[number]["value"];

/** A copy of the events that are shown, all of them and not only those that are drawn. */
export function ExportLogDialog({
  view,
  filter,
  onClose,
}: {
  readonly view: VaultView;
  readonly filter: EventFilter;
  readonly onClose: () => void;
}) {
  const call = useCall();
  const toasts = useToasts();
  const { run, ifShown, isBusy, problem } = useDialogAction();
  const [format, setFormat] = useState<Format>("jsonl");
  const [path, setPath] = useState("");
  const isTyped = !view.state.can.chooseFiles;
  const isReady = !isTyped || path.trim() !== "";
  const submit = () => {
    if (!isReady) return;
    const at = isTyped ? { path: path.trim() } : {};
    void run(call("audit.export", { filter, format, ...at }), (written) => {
      if (!written) return;
      ifShown(onClose);
      toasts.show({
        tone: "info",
        text: `${countOf(written.count, "event")} written to ${written.path}.`,
      });
    });
  };
  return (
    <Dialog
      title="Export events"
      onClose={onClose}
      onSubmit={submit}
      problem={problem}
      actions={
        <DialogActions isBusy={isBusy} isReady={isReady} onClose={onClose}>
          Write the file{isTyped ? "" : "…"}
        </DialogActions>
      }
    >
      <p>
        {isEmptyFilter(filter)
          ? "All events, oldest first. "
          : "The events that the filter finds, oldest first. "}
        No key is in them, but names of contexts, nodes and persons are.
      </p>
      <SelectField
        label="Format"
        value={format}
        options={formats}
        onChange={setFormat}
      />
      {isTyped ? (
        <TypedPathField
          label="File to write"
          hint="a file that is there is not replaced."
          path={path}
          onType={setPath}
        />
      ) : null}
    </Dialog>
  );
}
