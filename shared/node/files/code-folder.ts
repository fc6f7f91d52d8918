import { chmodSync, lstatSync, mkdirSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";

const privateMode = 0o700;
const othersBits = 0o077;
const writableByOthers = 0o022;
const writableByGroup = 0o020;
const sticky = 0o1000;

/**
 * A folder that code is run from, made where it is not there: ours, for nobody else, and below folders in which nobody
 * but us and root can put another in its place. Null where that does not hold. It stands alone, without our sentences:
 * it is loaded before anything else is.
 * @param place absolute path of a folder that is ours by its name; it is closed where others can enter it
 */
export function codeFolder(place: string): string | null {
  const path = join(place, "compiled");
  try {
    // What a link leads to is somebody's, who put nothing of ours there.
    const found = lstatSync(place, { throwIfNoEntry: false });
    if (found && !found.isDirectory()) return null;
    mkdirSync(path, { recursive: true, mode: privateMode });
    if (process.platform === "win32") return path;
    close(place);
    return isOurs(path) && isHeld(realpathSync.native(place)) ? path : null;
  } catch {
    return null;
  }
}

/** Older releases made it with the umask of the day. What was put into it then is not in the folder that we use. */
function close(place: string): void {
  const { mode, uid } = lstatSync(place);
  if (uid === process.getuid?.() && (mode & othersBits) !== 0)
    chmodSync(place, privateMode);
}

function isOurs(path: string): boolean {
  const found = lstatSync(path);
  return (
    found.isDirectory() &&
    found.uid === process.getuid?.() &&
    (found.mode & othersBits) === 0
  );
}

/** Nobody else can rename what is in it, or in what it is in. */
function isHeld(path: string): boolean {
  const { mode, uid, gid } = lstatSync(path);
  if (uid !== 0 && uid !== process.getuid?.()) return false;
  // Many systems give each person a group of their own, with the same number, and a umask that lets it write.
  const isOwnGroup = gid === process.getgid?.() && gid === process.getuid?.();
  const open = isOwnGroup ? mode & ~writableByGroup : mode;
  if ((open & writableByOthers) !== 0 && (mode & sticky) === 0) return false;
  return dirname(path) === path || isHeld(dirname(path));
}
