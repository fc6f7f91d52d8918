import type { BrowserWindowConstructorOptions, Session } from "electron";

const narrowest = 900;
const lowest = 600;

/** Everything that could take a wall away is said, so that no default of another version decides. */
export function windowOptions(
  session: Session,
  preload: string,
  isInstalled: boolean,
): BrowserWindowConstructorOptions {
  return {
    width: 1280,
    height: 820,
    minWidth: narrowest,
    minHeight: lowest,
    show: false,
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
