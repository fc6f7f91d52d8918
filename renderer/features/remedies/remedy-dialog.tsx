import { useEffect } from "react";
import { go } from "../../routes.ts";
import { AddressesOf } from "../context/addresses-dialog.tsx";
import { IssueDialog } from "../issuing/index.ts";
import { RenewDialog } from "../renewal/index.ts";
import { RotationDialog } from "../rotation/index.ts";
import type { VaultView } from "../vault-view.ts";
import type { Deed } from "./deeds.ts";

/** The dialog of the remedy that was chosen, or the way to its page. */
export function RemedyDialog({
  view,
  name,
  deed,
  isAsked = false,
  onClose,
}: {
  readonly view: VaultView;
  readonly name: string;
  readonly deed: Deed | null;
  /** Somebody has just looked at the endpoints: a rotation asks them at once. */
  readonly isAsked?: boolean;
  readonly onClose: () => void;
}) {
  const row = view.contexts.find((one) => one.name === name);
  const dialog = { view, name, onClose };
  switch (deed) {
    case "renew":
      return <RenewDialog {...dialog} />;
    case "shorten":
      return <RenewDialog {...dialog} lifetime="30d" />;
    case "issue":
      return row ? <IssueDialog {...dialog} row={row} /> : null;
    case "narrow":
      return row ? (
        <IssueDialog {...dialog} row={row} roles={["os:reader"]} />
      ) : null;
    case "addresses":
      return <AddressesOf name={name} onClose={onClose} />;
    case "rotation":
      return <RotationDialog {...dialog} isAsked={isAsked} />;
    case "ledger":
      return <GoToLedger />;
    case null:
      return null;
  }
}

function GoToLedger() {
  useEffect(() => go({ page: "ledger" }), []);
  return null;
}
