// What helps a person in the window: what this program is, its guide, its keys, diagnostics.
// Keep: It is there whatever state the vault is in, and names no context.
import {
  createContext,
  useContext,
  useMemo,
  useState,
  type ReactNode,
} from "react";
import {
  isHelpTopic,
  type HelpTopic,
} from "../../../shared/contract/events.ts";
import type { AppState } from "../../../shared/contract/vault.ts";
import { useHostEvent } from "../../bridge/client.tsx";
import { isUnderLayer } from "../../keyboard/layers.ts";
import { later } from "../../ui/later.tsx";

const HelpDialog = later(
  async () => (await import("./help-dialog.tsx")).HelpDialog,
);
const GuideDialog = later(
  async () => (await import("./guide-dialog.tsx")).GuideDialog,
);
const ShortcutsDialog = later(
  async () => (await import("./shortcuts-dialog.tsx")).ShortcutsDialog,
);

const OpenContext = createContext<((topic: HelpTopic) => void) | null>(null);

/** Opens a dialog of the help. */
export function useHelp(): (topic: HelpTopic) => void {
  const open = useContext(OpenContext);
  if (!open) throw new Error("no help above this component");
  return open;
}

/** The help above every page, of a locked vault too. The application's menu opens it as well. */
export function HelpProvider({
  state,
  children,
}: {
  readonly state: AppState;
  readonly children: ReactNode;
}) {
  const [topic, setTopic] = useState<HelpTopic | null>(null);
  // A lock takes every dialog away.
  const [vault, setVault] = useState(state.vault);
  if (vault !== state.vault) {
    setVault(state.vault);
    setTopic(null);
  }
  useHostEvent((event) => {
    if (event.kind === "go" && isHelpTopic(event.to) && !isUnderLayer())
      setTopic(event.to);
  });
  const close = useMemo(() => () => setTopic(null), []);
  return (
    <OpenContext.Provider value={setTopic}>
      {children}
      {topic === "help" ? (
        <HelpDialog state={state} onOpen={setTopic} onClose={close} />
      ) : null}
      {topic === "guide" ? <GuideDialog onClose={close} /> : null}
      {topic === "shortcuts" ? (
        <ShortcutsDialog platform={state.platform} onClose={close} />
      ) : null}
    </OpenContext.Provider>
  );
}
