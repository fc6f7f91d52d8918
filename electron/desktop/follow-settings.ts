import { app, nativeTheme } from "electron";
import { homedir } from "node:os";
import type { SettingsStore } from "../../shared/core/ports/settings-store.ts";
import type { Host } from "../../shared/host/host.ts";
import {
  autostartPath,
  hiddenFlag,
  setAutostart,
} from "../../shared/node/files/autostart.ts";

/** What the settings say of the desktop around the page: the colours of its bars and dialogs, and the start at login. */
export async function followSettings(
  host: Host,
  settings: SettingsStore,
): Promise<void> {
  let wasAtLogin: boolean | null = null;
  const apply = async (): Promise<void> => {
    const { theme, startAtLogin } = await settings.read();
    nativeTheme.themeSource = theme;
    // What somebody took away elsewhere stays away until the setting is changed here.
    if (wasAtLogin !== null && wasAtLogin !== startAtLogin)
      startWithLogin(startAtLogin);
    wasAtLogin = startAtLogin;
  };
  host.listen(({ kind }) => {
    if (kind === "settings") void apply();
  });
  await apply();
}

function startWithLogin(isWanted: boolean): void {
  if (process.platform === "linux") {
    const path = autostartPath(process.env, homedir());
    setAutostart(path, app.getPath("exe"), isWanted);
  } else
    app.setLoginItemSettings({ openAtLogin: isWanted, args: [hiddenFlag] });
}

/** Started by the login of the person, who has asked for no window. */
export function isHiddenStart(): boolean {
  return (
    process.argv.includes(hiddenFlag) ||
    (process.platform === "darwin" &&
      app.getLoginItemSettings().wasOpenedAtLogin)
  );
}
