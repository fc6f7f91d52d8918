// The buttons of problems: each action that the core names has one here.
// Keep: Exhaustive over the core's actions: a new one does not compile without its button.
import { createContext, useMemo, useState, type ReactNode } from "react";
import type { WireError } from "../../../shared/contract/wire.ts";
import { useVaultState } from "../../bridge/vault-state.tsx";
import { ErrorActions } from "../../ui/error-actions.ts";
import {
  windowActionsOfError,
  isVaultAction,
  type WindowAction,
} from "./window-actions.ts";
import { WindowActionButtons } from "./action-buttons.tsx";

interface Chosen {
  readonly action: WindowAction;
  readonly name: string;
}

/** What `ChosenAction` draws. */
export const ChosenContext = createContext<{
  readonly chosen: Chosen | null;
  readonly onClose: () => void;
} | null>(null);

/** Gives every error of the app its buttons; what they open is drawn by `ChosenAction`. */
export function ActionProvider({ children }: { readonly children: ReactNode }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const state = useVaultState();
  const isUnlocked = state.value?.vault === "unlocked";
  // What was open over the vault names a context.
  const isKept = isUnlocked || chosen === null || isVaultAction(chosen.action);
  if (!isKept && state.value) setChosen(null);
  const errorActions = useMemo(
    () => (error: WireError, onChosen?: () => void) => {
      const { actions, about: { context } = {} } = error;
      const found = windowActionsOfError(actions, context, isUnlocked);
      if (found.length === 0) return null;
      return (
        <WindowActionButtons
          actions={found}
          onChoose={(action) => {
            onChosen?.();
            setChosen({ action, name: context ?? "" });
          }}
        />
      );
    },
    [isUnlocked],
  );
  const choice = useMemo(
    () => ({ chosen, onClose: () => setChosen(null) }),
    [chosen],
  );
  return (
    <ErrorActions.Provider value={errorActions}>
      <ChosenContext.Provider value={choice}>{children}</ChosenContext.Provider>
    </ErrorActions.Provider>
  );
}
