import {
  createContext,
  useContext,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import type { AppState } from "../../shared/contract/vault.ts";
import { useAnswer, type Answer } from "./client.tsx";

interface VaultState extends Answer<AppState> {
  /**
   * An answer said that the vault is open: it is shown so until main says its state anew, so that what an open vault shows
   * is asked for at once.
   */
  readonly opened: () => void;
}

const StateContext = createContext<VaultState | null>(null);

/** Asks main for the vault's state, once for all parts of the page. */
export function VaultStateProvider({
  children,
}: {
  readonly children: ReactNode;
}) {
  const told = useAnswer("vault.state", {}, ["state"]);
  const [openedAfter, setOpenedAfter] = useState<AppState | null>(null);
  const { value, error, reload } = told;
  const state = useMemo(
    (): VaultState => ({
      value: value !== null && value === openedAfter ? asOpen(value) : value,
      error,
      reload,
      opened: () => setOpenedAfter(value),
    }),
    [value, error, reload, openedAfter],
  );
  return <StateContext value={state}>{children}</StateContext>;
}

function asOpen(state: AppState): AppState {
  const open: Pick<AppState, "vault" | "whyClosed"> = {
    vault: "unlocked",
    whyClosed: null,
  };
  return { ...state, ...open };
}

export function useVaultState(): VaultState {
  const state = useContext(StateContext);
  if (!state) throw new Error("no state of the vault above this component");
  return state;
}
