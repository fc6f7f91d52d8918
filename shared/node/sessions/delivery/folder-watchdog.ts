import type { ChildProcess } from "node:child_process";
import { join } from "node:path";
import { temporaryFor } from "../../files/atomic-file.ts";
import { configName } from "./delivery.ts";
import { spawnDetached } from "../../system/programs/spawn-detached.ts";

export interface FolderWatchdog {
  /** Tells it that all is cleaned up. */
  dismiss(): void;
}

// Reads from a pipe that only we hold. A line means goodbye; the end of the pipe means that we were killed:
// then the document becomes the empty talosconfig, so that whatever still runs in the session fails closed,
// and temporary files of ours go. The next sweep removes the rest.
const script = `
trap '' INT HUP TERM QUIT
read -r word
[ "$word" = done ] && exit 0
cd "$1" || exit 0
umask 077
printf 'context: ""\\ncontexts: {}\\n' > "$2" && chmod 400 "$2" && mv -f "$2" ${configName}
rm -f ./*.*-*-*-*-*.tmp
`;

/** Starts a dead-man's watch over a session's folder; when it is killed itself, another one is started. */
export function startFolderWatchdog(folder: string): FolderWatchdog {
  let isDismissed = false;
  let child: ChildProcess;
  const start = (): void => {
    const temporary = temporaryFor(join(folder, configName));
    const args = ["-c", script, "talos-vault-watchdog", folder, temporary];
    child = spawnDetached("/bin/sh", args, {
      cwd: "/",
      env: { PATH: "/usr/bin:/bin" },
      stdio: ["pipe", "ignore", "ignore"],
    });
    child.unref();
    (child.stdin as { unref?: () => void } | null)?.unref?.();
    child.stdin?.on("error", () => undefined);
    // Without a shell there is no watch; the next sweep still cleans up.
    child.once("error", () => undefined);
    child.once("exit", () => {
      if (!isDismissed) start();
    });
  };
  start();
  return {
    dismiss: () => {
      isDismissed = true;
      child.stdin?.end("done\n");
    },
  };
}
