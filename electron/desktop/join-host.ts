import { app, powerMonitor } from "electron";
import { createHost } from "../../shared/host/host.ts";
import { followSettings } from "./follow-settings.ts";
import { hostPorts } from "./host-ports.ts";
import type { MainWindow } from "./main-window.ts";
import { setMenu } from "./menu.ts";
import { lockWithTheMachine } from "./power.ts";
import { trayStay } from "./tray-stay.ts";
import { showTray } from "./tray.ts";

/** Joins adapters, host and desktop. The window is served once the vault is open, where it opens by itself: no lock screen is seen before. */
export async function joinHost(window: MainWindow): Promise<void> {
  const { ports, settings } = hostPorts(window);
  const host = createHost(ports);
  app.on("will-quit", () => host.close());
  lockWithTheMachine(powerMonitor, host, settings);
  await followSettings(host, settings);
  await host.start();
  window.serve(
    host,
    trayStay(settings, () => window.show()),
  );
  setMenu(host);
  showTray(host, window);
}
