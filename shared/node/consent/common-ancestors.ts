import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";

/** Services, logins, desktops and multiplexers of terminals: what a person starts all runs below one of them. */
const starters = new Set(
  [
    "init launchd systemd",
    "dropbear mosh-server sshd sshd-auth sshd-session",
    "abduco dtach screen tmux zellij",
    "budgie-panel cinnamon cinnamon-session-binary",
    "gnome-session-binary gnome-session-service gnome-shell",
    "lxqt-session lxsession mate-panel mate-session xfce4-panel xfce4-session",
    "kdeinit5 krunner kwin_wayland kwin_x11 ksmserver",
    "plasma_session plasmashell startplasma-wayland startplasma-x11",
    "Hyprland awesome bspwm dwm i3 niri openbox sway",
  ].flatMap((names) => names.split(" ")),
);

/** Replaced on the disk since it was started. */
const replaced = / \(deleted\)$/;
const writableByOthers = 0o022;

/**
 * Whether a process is a parent of everything that a person starts, such as a session's systemd: two programs are
 * not related by sharing it. That is so for another user's processes, and for programs of the system that are known
 * for it. `path`: of its program; null: unknown.
 */
export function startsEverything(pid: number, path: string | null): boolean {
  if (isAnothers(pid)) return true;
  const name = path === null ? "" : basename(path.replace(replaced, ""));
  return starters.has(name) && isOfSystem(pid);
}

/** By the user who started it: the folder in /proc is root's for whoever asks the system not to look. */
function isAnothers(pid: number): boolean {
  const own = process.getuid?.();
  try {
    const status = readFileSync(`/proc/${String(pid)}/status`, "utf8");
    const [, uid] = /^Uid:\t(\d+)/m.exec(status) ?? [];
    return uid !== undefined && own !== undefined && Number(uid) !== own;
  } catch {
    return false;
  }
}

/** A program that a user may write is theirs, whatever its name. */
function isOfSystem(pid: number): boolean {
  try {
    const { uid, mode } = statSync(`/proc/${String(pid)}/exe`);
    return uid === 0 && (mode & writableByOthers) === 0;
  } catch {
    return false;
  }
}
