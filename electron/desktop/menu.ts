import { app, type MenuItemConstructorOptions } from "electron";
import type { Destination } from "../../shared/contract/events.ts";
import type { Host } from "../../shared/host/host.ts";
import { setApplicationMenu } from "./native-text.ts";

const isMac = process.platform === "darwin";

/** The application's menu, by each platform's convention; its shortcuts work where the menu is hidden, too. */
export function setMenu(host: Host): void {
  setApplicationMenu([
    ...(isMac ? [appMenu(host)] : []),
    fileMenu(host),
    { role: "editMenu" },
    goMenu(host),
    viewMenu,
    { role: "windowMenu" },
  ]);
}

function appMenu(host: Host): MenuItemConstructorOptions {
  return {
    label: app.name,
    submenu: [
      { role: "about" },
      { type: "separator" },
      visit(host, "Settings…", "settings", "Cmd+,"),
      lock(host),
      { type: "separator" },
      { role: "hide" },
      { role: "hideOthers" },
      { role: "quit" },
    ],
  };
}

function fileMenu(host: Host): MenuItemConstructorOptions {
  const elsewhere: readonly MenuItemConstructorOptions[] = [
    visit(host, "Settings", "settings", "Ctrl+,"),
    lock(host),
    { type: "separator" },
  ];
  return {
    label: "&File",
    submenu: [
      visit(host, "Import a talosconfig…", "import", "CmdOrCtrl+O"),
      ...(isMac ? [] : elsewhere),
      { role: isMac ? "close" : "quit" },
    ],
  };
}

function goMenu(host: Host): MenuItemConstructorOptions {
  return {
    label: "&Go",
    submenu: [
      visit(host, "Switch to…", "palette", "CmdOrCtrl+K"),
      visit(host, "Contexts", "contexts", "CmdOrCtrl+1"),
      visit(host, "Sessions", "sessions", "CmdOrCtrl+2"),
      visit(host, "Expiry", "expiry", "CmdOrCtrl+3"),
      visit(host, "Roles", "roles", "CmdOrCtrl+4"),
      visit(host, "Authorities", "authorities", "CmdOrCtrl+5"),
      visit(host, "Ledger", "ledger", "CmdOrCtrl+6"),
      visit(host, "Findings", "findings", "CmdOrCtrl+7"),
    ],
  };
}

const viewMenu: MenuItemConstructorOptions = {
  label: "&View",
  submenu: [
    { role: "resetZoom" },
    { role: "zoomIn" },
    { role: "zoomOut" },
    { role: "togglefullscreen" },
  ],
};

function visit(
  host: Host,
  label: string,
  to: Destination,
  accelerator: string,
): MenuItemConstructorOptions {
  return { label, accelerator, click: () => host.show(to) };
}

function lock(host: Host): MenuItemConstructorOptions {
  return {
    label: "Lock",
    accelerator: "CmdOrCtrl+L",
    click: () => void host.lock("You locked it."),
  };
}
