import { useEffect } from "react";
import type { FirstLook } from "../shared/contract/first-look.ts";
import type { SettingsPage } from "../shared/contract/settings.ts";
import type { AppState } from "../shared/contract/vault.ts";
import { useAnswer } from "./bridge/client.tsx";
import { useVaultState } from "./bridge/vault-state.tsx";
import { HelpProvider } from "./features/help/index.ts";
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

/** What main knows of the vault, or is expected to. */
export function App({
  first,
}: {
  /** What is drawn until main has answered; null: that it is starting. */
  readonly first: FirstLook | null;
}) {
  const state = useVaultState();
  const settings = useAnswer("settings.read", {}, ["settings"]);
  useTheme((settings.value?.settings ?? first)?.theme ?? "system");
  const shown =
    state.value && settings.value
      ? { state: state.value, settings: settings.value }
      : first && { state: first.state, settings: null };
  const isKnown = shown !== null && shown.settings !== null;
  useEffect(() => {
    if (isKnown) readAheadWhenIdle();
  }, [isKnown]);
  if (state.error) return <Problem error={state.error} />;
  return shown ? (
    <HelpProvider state={shown.state}>
      <Page {...shown} onLook={state.reload} onOpened={state.opened} />
    </HelpProvider>
  ) : (
    <Starting />
  );
}

/** One of four: something is wrong with the vault; no vault yet, a locked one, or an open one. */
function Page({
  onLook,
  onOpened,
  ...shown
}: {
  readonly state: AppState;
  readonly settings: SettingsPage | null;
  readonly onLook: () => void;
  readonly onOpened: () => void;
}) {
  const { state, settings } = shown;
  if (settings !== null && state.whyClosed !== null)
    return <RecoveryPage state={state} settings={settings} />;
  switch (state.vault) {
    case "none":
      return <FirstRun {...shown} onLook={onLook} />;
    case "locked":
      return <LockScreen {...shown} onOpened={onOpened} />;
    case "unlocked":
      return settings && <Shell state={state} settings={settings} />;
  }
}
