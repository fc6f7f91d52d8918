// The desktop app, in the order in which things happen. Nothing here decides: the window is made first, and what it asks is
// answered when ports, host and settings are there (docs/decisions/0083).
import { app, Menu } from "electron";
import {
  keepYoungSpaceSmall,
  skipEarlyMachineCode,
} from "../shared/node/system/processes/give-back-memory.ts";
import { hardenProcess } from "../shared/node/system/processes/harden-process.ts";
import { vaultLocation } from "../shared/node/vault/vault-location.ts";
import { windowPlaceFile } from "../shared/node/vault/window-place-file.ts";
import { isHiddenStart } from "./desktop/follow-settings.ts";
import { MainWindow } from "./desktop/main-window.ts";
import { usePrivatePaths } from "./desktop/private-paths.ts";
import { registerScheme } from "./security/app-protocol.ts";
import { denyEverything } from "./security/deny-everything.ts";
import { refuseUnsafeStart } from "./security/safe-start.ts";

hardenProcess();
keepYoungSpaceSmall();
skipEarlyMachineCode();
refuseUnsafeStart();
usePrivatePaths();
registerScheme();
app.enableSandbox();
denyEverything();
// Else Electron makes one of its own, which ours replaces.
Menu.setApplicationMenu(null);

if (app.requestSingleInstanceLock()) void start();
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  const home = vaultLocation(process.env, process.platform);
  const window = new MainWindow(windowPlaceFile(home), home);
  app.on("second-instance", () => window.show());
  app.on("activate", () => window.show());
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("will-quit", () => window.forget());
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => window.quit());
  if (!isHiddenStart()) {
    window.show();
    await window.pageWaits;
  }
  // Most of the code. Read before, it would keep the first frame waiting.
  const { joinHost } = await import("./desktop/join-host.ts");
  await joinHost(window);
}
