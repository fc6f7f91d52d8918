import { GiveDialog } from "../../handover/index.ts";
import { IssueDialog } from "../../issuing/index.ts";
import { RenewDialog } from "../../renewal/index.ts";
import { RotationDialog } from "../../clusters/rotation/index.ts";
import { StartDialog } from "../../sessions/start-dialog.tsx";
import { TerminalDialog } from "../../sessions/terminal-dialog.tsx";
import type { VaultView } from "../../vault-view.ts";
import { ExportDialog } from "./export-dialog.tsx";
import { NameDialog } from "./name-dialog.tsx";

export type DialogName =
  | "rename"
  | "duplicate"
  | "export"
  | "terminal"
  | "dashboard"
  | "session"
  | "issue"
  | "give"
  | "renew"
  | "rotation";

/** A dialog about one context. */
export function ContextDialog({
  dialog,
  name,
  view,
  onClose,
}: {
  readonly dialog: DialogName;
  readonly name: string;
  readonly view: VaultView;
  readonly onClose: () => void;
}) {
  switch (dialog) {
    case "rename":
    case "duplicate":
      return <NameDialog what={dialog} name={name} onClose={onClose} />;
    case "export":
      return <ExportDialog names={[name]} view={view} onClose={onClose} />;
    case "terminal":
    case "dashboard":
      return (
        <TerminalDialog
          view={view}
          context={name}
          runs={dialog === "dashboard" ? "dashboard" : "shell"}
          onClose={onClose}
        />
      );
    case "session":
      return <StartDialog view={view} context={name} onClose={onClose} />;
    case "issue":
      return <Issue view={view} name={name} onClose={onClose} />;
    case "give":
      return (
        <GiveDialog
          name={name}
          isPathTyped={!view.state.can.chooseFiles}
          onClose={onClose}
        />
      );
    case "renew":
      return <RenewDialog view={view} name={name} onClose={onClose} />;
    case "rotation":
      return (
        <RotationDialog
          isAsked={false}
          view={view}
          name={name}
          onClose={onClose}
        />
      );
  }
}

/** Nothing for a context that is gone. */
function Issue({
  name,
  view,
  onClose,
}: {
  readonly name: string;
  readonly view: VaultView;
  readonly onClose: () => void;
}) {
  const row = view.contexts.find((one) => one.name === name);
  return row ? <IssueDialog view={view} row={row} onClose={onClose} /> : null;
}
