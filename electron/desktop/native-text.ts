// Every text that the desktop itself draws goes through here: dialogs, menus, the tray, notifications. None of them is a
// page, so the page's own door does not see them (docs/decisions/0037).
import {
  dialog,
  Menu,
  Notification,
  type BrowserWindow,
  type MenuItemConstructorOptions,
  type MessageBoxOptions,
  type MessageBoxReturnValue,
  type OpenDialogOptions,
  type OpenDialogReturnValue,
  type SaveDialogOptions,
  type SaveDialogReturnValue,
  type Tray,
} from "electron";
import {
  printable,
  printableLines,
  type Shown,
} from "../../shared/core/text/printable.ts";

/** `window`: the question belongs to it; null: it stands alone. */
export function askWithButtons(
  window: BrowserWindow | null,
  options: MessageBoxOptions,
): Promise<MessageBoxReturnValue> {
  const { title, message, detail, buttons } = options;
  const shown: MessageBoxOptions = {
    ...options,
    message: printableLines(message),
    ...(title === undefined ? {} : { title: printable(title) }),
    ...(detail === undefined ? {} : { detail: printableLines(detail) }),
    ...(buttons === undefined ? {} : { buttons: buttons.map(printable) }),
  };
  return window
    ? dialog.showMessageBox(window, shown)
    : dialog.showMessageBox(shown);
}

export function tellProblem(title: string, problem: string): void {
  dialog.showErrorBox(printable(title), printable(problem));
}

export function askForFile(
  window: BrowserWindow,
  options: OpenDialogOptions & { readonly title: string },
): Promise<OpenDialogReturnValue> {
  const title = printable(options.title);
  return dialog.showOpenDialog(window, { ...options, title });
}

export function askForTarget(
  window: BrowserWindow,
  options: SaveDialogOptions & { readonly title: string },
): Promise<SaveDialogReturnValue> {
  const title = printable(options.title);
  return dialog.showSaveDialog(window, { ...options, title });
}

/** Those that may still be on the screen, or in the list that the desktop keeps of them, which is not said. */
const notices: Notification[] = [];
const mostNotices = 64;

export function notify(title: Shown, body: Shown, onClick: () => void): void {
  if (!Notification.isSupported()) return;
  const notice = new Notification({ title, body });
  if (notices.push(notice) > mostNotices) notices.shift()?.close();
  notice.on("click", onClick);
  notice.show();
}

/** They name contexts. */
export function withdrawNotices(): void {
  for (const notice of notices.splice(0)) notice.close();
}

/** A name inside a label: `&` there would mark the letter behind it as a key. */
export function menuName(name: string): string {
  return printable(name).replaceAll("&", "&&");
}

export function setApplicationMenu(
  items: readonly MenuItemConstructorOptions[],
): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate(items.map(shownItem)));
}

export function setTrayMenu(
  tray: Tray,
  items: readonly MenuItemConstructorOptions[],
): void {
  tray.setContextMenu(Menu.buildFromTemplate(items.map(shownItem)));
}

export function setToolTip(tray: Tray, text: string): void {
  tray.setToolTip(printable(text));
}

function shownItem(
  item: MenuItemConstructorOptions,
): MenuItemConstructorOptions {
  const { label, submenu } = item;
  return {
    ...item,
    ...(label === undefined ? {} : { label: printable(label) }),
    ...(Array.isArray(submenu) ? { submenu: submenu.map(shownItem) } : {}),
  };
}
