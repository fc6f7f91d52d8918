import { useEffect } from "react";
import { useAnswer } from "./bridge/client.tsx";
import { FirstRun } from "./features/vault/first-run/index.ts";
import { LockScreen } from "./features/vault/lock/index.ts";
import { RecoveryPage } from "./features/vault/recovery/index.ts";
import { useTheme } from "./theme.ts";
import { later, readAheadWhenIdle } from "./ui/later.tsx";
import { Problem } from "./ui/notice.tsx";
import { Starting } from "./ui/progress.tsx";

/** Most of the page's code: who looks at a lock screen waits for none of it. */
const Shell = later(
  async () => (await import("./features/shell/index.ts")).Shell,
  Starting,
);

/** One of four: something is wrong with the vault; no vault yet, a locked one, or an open one. */
export function App() {
  const state = useAnswer("vault.state", {}, ["state"]);
  const settings = useAnswer("settings.read", {}, ["settings"]);
  useTheme(settings.value?.settings.theme ?? "system");
  const isShown = state.value !== null && settings.value !== null;
  useEffect(() => {
    if (isShown) readAheadWhenIdle();
  }, [isShown]);
  if (state.error) return <Problem error={state.error} />;
  if (!state.value || !settings.value) return <Starting />;
  const props = { state: state.value, settings: settings.value };
  if (state.value.trouble !== null) return <RecoveryPage {...props} />;
  switch (state.value.vault) {
    case "none":
      return <FirstRun {...props} onLook={state.reload} />;
    case "locked":
      return <LockScreen {...props} />;
    case "unlocked":
      return <Shell {...props} />;
  }
}
