import type { BrowserWindowConstructorOptions, Session } from "electron";
import {
  smallestWindow,
  type WindowPlace,
} from "../../shared/core/settings/window-place.ts";

/** Everything that could take a wall away is said, so that no default of another version decides. */
export function windowOptions(
  session: Session,
  preload: string,
  isInstalled: boolean,
  place: WindowPlace,
): BrowserWindowConstructorOptions {
  return {
    ...place,
    minWidth: smallestWindow.width,
    minHeight: smallestWindow.height,
    show: false,
    paintWhenInitiallyHidden: false,
    title: "Talos Vault",
    backgroundColor: "#101216",
    autoHideMenuBar: true,
    webPreferences: {
      session,
      preload,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      webviewTag: false,
      plugins: false,
      webgl: false,
      spellcheck: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      experimentalFeatures: false,
      v8CacheOptions: "none",
      devTools: !isInstalled,
    },
  };
}
