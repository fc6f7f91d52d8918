import { useAnswer } from "./bridge/client.tsx";
import { FirstRun } from "./features/vault/first-run/index.ts";
import { LockScreen } from "./features/vault/lock/index.ts";
import { RecoveryPage } from "./features/vault/recovery/index.ts";
import { Shell } from "./features/shell/index.ts";
import { useTheme } from "./theme.ts";
import { Problem } from "./ui/notice.tsx";
import { Progress } from "./ui/page.tsx";
import { WindowTitle } from "./ui/window-title.tsx";

/** One of four: something is wrong with the vault; no vault yet, a locked one, or an open one. */
export function App() {
  const state = useAnswer("vault.state", {}, ["state"]);
  const settings = useAnswer("settings.read", {}, ["settings"]);
  useTheme(settings.value?.settings.theme ?? "system");
  if (state.error) return <Problem error={state.error} />;
  if (!state.value || !settings.value)
    return (
      <>
        <WindowTitle of={null} />
        <Progress label="Starting" />
      </>
    );
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
