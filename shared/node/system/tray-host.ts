import { execFile } from "node:child_process";
import { promisify } from "node:util";

const run = promisify(execFile);
/** The bus answers at once, or not at all; a person who closes the window waits no longer than this. */
const patienceMs = 2000;

/** What answers for the icons of a Linux desktop (freedesktop's StatusNotifierItem, "The StatusNotifierWatcher object"). */
const watcher = "org.kde.StatusNotifierWatcher";
const property = ["string:org.kde.StatusNotifierWatcher", "string:IsStatusNotifierHostRegistered"]; // prettier-ignore

/**
 * Is there a place that shows an icon of the tray? On Linux somebody has to have registered as one: a bare window manager,
 * or GNOME without an extension, has none, and a window that closes into it would be lost. Nobody to ask: no.
 */
export async function hasTrayHost(): Promise<boolean> {
  if (process.platform !== "linux") return true;
  try {
    const { stdout } = await run(
      "dbus-send",
      [
        "--session",
        "--print-reply=literal",
        `--dest=${watcher}`,
        "/StatusNotifierWatcher",
        "org.freedesktop.DBus.Properties.Get",
        ...property,
      ],
      { timeout: patienceMs },
    );
    return /\bboolean true\b/.test(stdout);
  } catch {
    return false;
  }
}
