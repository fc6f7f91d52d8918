import { join } from "node:path";
import { promptName } from "../../core/sessions/environment.ts";
import { temporaryFor } from "../files/atomic-file.ts";
import { configName } from "./delivery/delivery.ts";
import { endsName } from "./session-folder.ts";
import { spawnDetached } from "../system/programs/spawn-detached.ts";

export interface ExpiryWatch {
  /** The session is over, or its holder is. */
  dismiss(): void;
}

// Looks at the clock, and at the file that says when the session ends, for as long as the folder is there. Two seconds
// after the end its holder must have ended it: a holder that has not is stopped, and we do it in its place.
const script = `
trap '' INT HUP TERM QUIT USR1 USR2
umask 077
while [ -d "$1" ]; do
  read -r end < "$1/${endsName}" || exit 0
  left=$(( end - $(date +%s) ))
  if [ "$left" -le -2 ]; then
    printf 'context: ""\\ncontexts: {}\\n' > "$2" && chmod 400 "$2" && mv -f "$2" "$1/${configName}"
    printf 'session over\\n' > "$2" && mv -f "$2" "$1/${promptName}"
    exit 0
  fi
  [ "$left" -gt 13 ] && left=13
  sleep "$(( left + 2 ))"
done
`;

/**
 * Ends a session by its time when the process that holds it is stopped (SIGSTOP, Ctrl-Z): for sessions with a key that
 * stays valid. Windows has no such shell; there the next look at sessions does it.
 */
export function watchExpiry(folder: string): ExpiryWatch {
  if (process.platform === "win32") return { dismiss: () => undefined };
  const temporary = temporaryFor(join(folder, configName));
  const args = ["-c", script, "talos-vault-watch", folder, temporary];
  const child = spawnDetached("/bin/sh", args, {
    cwd: "/",
    env: { PATH: "/usr/bin:/bin" },
    stdio: ["ignore", "ignore", "ignore"],
  });
  child.unref();
  child.once("error", () => undefined);
  return {
    dismiss: () => {
      try {
        // Its group has the sleep in it.
        if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
      } catch {
        // It ended by itself.
      }
    },
  };
}
