import { useContext } from "react";
import type { VaultView } from "../vault-view.ts";
import { later } from "../../ui/later.tsx";
import { ChosenContext } from "./action-provider.tsx";

const ActionDialog = later(
  async () => (await import("./action-dialog.tsx")).ActionDialog,
);

/** The dialog of what was chosen, or the way to its page. */
export function ChosenAction({ view }: { readonly view: VaultView }) {
  const choice = useContext(ChosenContext);
  if (!choice?.chosen) return null;
  const { name, action } = choice.chosen;
  return (
    <ActionDialog
      key={`${action}:${name}`}
      view={view}
      name={name}
      action={action}
      onClose={choice.onClose}
    />
  );
}
