import {
  createContext,
  useContext,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import type { WireError } from "../../../shared/contract/wire.ts";
import { useAnswer } from "../../bridge/client.tsx";
import { ErrorActions } from "../../ui/error-actions.ts";
import type { VaultView } from "../vault-view.ts";
import { deedsForError, isVaultDeed, type Deed } from "./deeds.ts";
import { DeedButtons } from "./remedy-buttons.tsx";
import { RemedyDialog } from "./remedy-dialog.tsx";

interface Chosen {
  readonly deed: Deed;
  readonly name: string;
}

const ChosenContext = createContext<{
  readonly chosen: Chosen | null;
  readonly onClose: () => void;
} | null>(null);

/** Gives every error of the app its buttons; what they open is drawn by `ChosenRemedy`. */
export function RemedyProvider({ children }: { readonly children: ReactNode }) {
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const state = useAnswer("vault.state", {}, ["state"]);
  const isUnlocked = state.value?.vault === "unlocked";
  // What was open over the vault names a context.
  const isKept = isUnlocked || chosen === null || isVaultDeed(chosen.deed);
  if (!isKept && state.value) setChosen(null);
  const errorActions = useMemo(
    () => (error: WireError, onChosen?: () => void) => {
      const { actions, about: { context } = {} } = error;
      const deeds = deedsForError(actions, context, isUnlocked);
      if (deeds.length === 0) return null;
      return (
        <DeedButtons
          deeds={deeds}
          onChoose={(deed) => {
            onChosen?.();
            setChosen({ deed, name: context ?? "" });
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

/** The dialog of what was chosen, or the way to its page. */
export function ChosenRemedy({ view }: { readonly view: VaultView }) {
  const choice = useContext(ChosenContext);
  if (!choice?.chosen) return null;
  const { name, deed } = choice.chosen;
  return (
    <RemedyDialog
      key={`${deed}:${name}`}
      view={view}
      name={name}
      deed={deed}
      onClose={choice.onClose}
    />
  );
}
