import {
  createContext,
  useContext,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import type { TerminalProgram } from "../../../../shared/core/sessions/dashboard-command.ts";
import { useHostEvent } from "../../../bridge/client.tsx";
import { isUnderLayer } from "../../../keyboard/layers.ts";
import type { VaultView } from "../../vault-view.ts";
import { ContextDialog, type DialogName } from "./context-dialog.tsx";

/** What can be begun with a context from wherever it is named: its row, its page, the palette, the tray. */
interface ContextActions {
  readonly open: (dialog: DialogName, name: string) => void;
  /** A terminal with the context's defaults, with its shell or the dashboard in it; what is guarded is asked for first. */
  readonly terminal: (name: string, runs?: TerminalProgram) => void;
}

const ActionsContext = createContext<ContextActions | null>(null);

/** The functions stay the same between renders. */
export function useContextActions(): ContextActions {
  const actions = useContext(ActionsContext);
  if (!actions) throw new Error("no actions above this component");
  return actions;
}

export function ContextActionsProvider({
  view,
  children,
}: {
  readonly view: VaultView;
  readonly children: ReactNode;
}) {
  const [chosen, setChosen] = useState<{
    readonly dialog: DialogName;
    readonly name: string;
    readonly turn: number;
  } | null>(null);
  const actions = useMemo<ContextActions>(() => {
    const open = (dialog: DialogName, name: string) =>
      setChosen((before) => ({ dialog, name, turn: (before?.turn ?? 0) + 1 }));
    return {
      open,
      terminal: (name, runs = "shell") =>
        open(runs === "dashboard" ? "dashboard" : "terminal", name),
    };
  }, []);
  useHostEvent((event) => {
    if (event.kind === "terminal" && !isUnderLayer())
      actions.terminal(event.context, event.runs);
  });
  return (
    <ActionsContext value={actions}>
      {children}
      {chosen ? (
        <ContextDialog
          key={chosen.turn}
          view={view}
          dialog={chosen.dialog}
          name={chosen.name}
          onClose={() => setChosen(null)}
        />
      ) : null}
    </ActionsContext>
  );
}
