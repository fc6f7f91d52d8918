// The desktop app, in the order in which things happen. Nothing here decides: ports join adapters, the host
// runs use cases, a window shows them.
import { app, powerMonitor } from "electron";
import { createHost } from "../shared/host/host.ts";
import { hardenProcess } from "../shared/node/system/processes/harden-process.ts";
import { vaultLocation } from "../shared/node/vault/vault-location.ts";
import { windowPlaceFile } from "../shared/node/vault/window-place-file.ts";
import { followSettings, isHiddenStart } from "./desktop/follow-settings.ts";
import { hostPorts } from "./desktop/host-ports.ts";
import { setMenu } from "./desktop/menu.ts";
import { usePrivatePaths } from "./desktop/private-paths.ts";
import { lockWithTheMachine } from "./desktop/power.ts";
import { trayStay } from "./desktop/tray-stay.ts";
import { showTray } from "./desktop/tray.ts";
import { MainWindow } from "./desktop/main-window.ts";
import { denyEverything } from "./security/deny-everything.ts";
import { refuseUnsafeStart } from "./security/safe-start.ts";
import { registerScheme } from "./security/app-protocol.ts";

hardenProcess();
refuseUnsafeStart();
usePrivatePaths();
registerScheme();
app.enableSandbox();
denyEverything();

if (app.requestSingleInstanceLock()) void start();
else app.quit();

async function start(): Promise<void> {
  await app.whenReady();
  const home = vaultLocation(process.env, process.platform);
  const window = new MainWindow(windowPlaceFile(home));
  const { ports, settings } = hostPorts(window);
  const host = createHost(ports);
  window.serve(
    host,
    trayStay(settings, () => window.show()),
  );
  setMenu(host);
  showTray(host, window);
  lockWithTheMachine(powerMonitor, host, settings);
  app.on("second-instance", () => window.show());
  app.on("activate", () => window.show());
  app.on("window-all-closed", () => {
    if (process.platform !== "darwin") app.quit();
  });
  app.on("will-quit", () => {
    host.close();
    window.forget();
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => window.quit());
  await followSettings(host, settings);
  await host.start();
  if (!isHiddenStart()) window.show();
}
