import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { inDesktopEntry } from "../../core/text/shell-words.ts";
import { writeAtomicallySync } from "./atomic-file.ts";

/** The flag of a start without a window. */
export const hiddenFlag = "--hidden";

/** freedesktop's Desktop Application Autostart Specification: a desktop entry in `$XDG_CONFIG_HOME/autostart`. */
export function autostartPath(env: NodeJS.ProcessEnv, home: string): string {
  const given = env["XDG_CONFIG_HOME"] ?? "";
  // A path that is not absolute counts as none (XDG Base Directory Specification).
  const config = given.startsWith("/") ? given : join(home, ".config");
  return join(config, "autostart", "talos-vault.desktop");
}

/** Writes the entry, or takes it away. Throws the system's error. */
export function setAutostart(
  path: string,
  program: string,
  isWanted: boolean,
): void {
  if (!isWanted) return rmSync(path, { force: true });
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const lines = [
    "[Desktop Entry]",
    "Type=Application",
    "Name=Talos Vault",
    "Comment=Credentials of Talos Linux clusters",
    `Exec=${inDesktopEntry(program)} ${hiddenFlag}`,
    "Terminal=false",
    "X-GNOME-Autostart-enabled=true",
    "",
  ];
  writeAtomicallySync(path, lines.join("\n"), { durable: false });
}
