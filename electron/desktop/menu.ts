import { app, type MenuItemConstructorOptions } from "electron";
import type { Destination, HelpTopic } from "../../shared/contract/events.ts";
import {
  shortcutFor,
  numberedPages,
  type ShortcutDeed,
} from "../../shared/contract/shortcuts.ts";
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
    helpMenu(host),
  ]);
}

function appMenu(host: Host): MenuItemConstructorOptions {
  return {
    label: app.name,
    submenu: [
      { role: "about" },
      { type: "separator" },
      visit(host, "settings", "Settings…"),
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
    visit(host, "settings"),
    lock(host),
    { type: "separator" },
  ];
  return {
    label: "&File",
    submenu: [
      visit(host, "import"),
      ...(isMac ? [] : elsewhere),
      { role: isMac ? "close" : "quit" },
    ],
  };
}

function goMenu(host: Host): MenuItemConstructorOptions {
  return {
    label: "&Go",
    submenu: (["palette", ...numberedPages] as const).map((to) =>
      visit(host, to),
    ),
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

/** What this program is stands in the help: the page has it on every platform. */
function helpMenu(host: Host): MenuItemConstructorOptions {
  const topic = (
    of: HelpTopic,
    label: string,
    accelerator?: string,
  ): MenuItemConstructorOptions => ({
    label,
    ...(accelerator === undefined ? {} : { accelerator }),
    click: () => host.show(of),
  });
  return {
    role: "help",
    label: "&Help",
    submenu: [
      topic("guide", "Guide"),
      topic("shortcuts", shortcutFor("shortcuts").text),
      { type: "separator" },
      topic("help", `About ${app.name}`, shortcutFor("help").key.toUpperCase()),
    ],
  };
}

function visit(
  host: Host,
  to: Destination,
  label = shortcutFor(to).text,
): MenuItemConstructorOptions {
  return { label, accelerator: keysOf(to), click: () => host.show(to) };
}

function lock(host: Host): MenuItemConstructorOptions {
  return {
    label: shortcutFor("lock").text,
    accelerator: keysOf("lock"),
    click: () => void host.lock("You locked it."),
  };
}

/** As the window's own shortcut: there is one table of them. */
function keysOf(deed: ShortcutDeed): string {
  return `CmdOrCtrl+${shortcutFor(deed).key.toUpperCase()}`;
}
