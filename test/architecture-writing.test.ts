import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Functions of node:fs and node:fs/promises that put something on a disk, and `open`, which may. */
const writing =
  /^(?:open|writeFile|appendFile|rename|link|symlink|copyFile|cp|truncate|ftruncate|createWriteStream)(?:Sync)?$/;

/**
 * The one way to write a file, and who does something else, with the reason. A file of ours is replaced in one step and
 * judged before it is read or written: docs/decisions/0032.
 */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  "shared/node/files/atomic-file.ts": [
    "link",
    "linkSync",
    "open",
    "openSync",
    "rename",
    "renameSync",
    "symlinkSync",
  ],
  // What a program prints goes there by itself, into a file that was not there.
  "shared/node/files/output-file.ts": ["openSync"],
  // Opens what is judged by its descriptor, and appends.
  "shared/node/files/own-file.ts": ["open", "openSync"],
  // Puts a lock that was taken from a living holder back, where nothing is.
  "shared/node/files/left-over-locks.ts": ["linkSync", "renameSync"],
  // A place gets its name once the file system has said when it was made.
  "shared/node/files/lock-queue.ts": ["renameSync"],
  // The lock's name for a file that one process made to take it with.
  "shared/node/files/lock-again.ts": ["linkSync"],
  // A line that a full disk or a kill cut short goes.
  "shared/node/audit/audit-log.ts": ["ftruncateSync"],
  // A person's own files, of any kind, are read.
  "shared/node/files/disk-files.ts": ["open"],
  // The terminal that controls the process.
  "shared/node/consent/own-terminal.ts": ["openSync"],
  // A device.
  "shared/node/system/system-random.ts": ["openSync"],
  // The device that takes and gives nothing.
  "shared/node/system/programs/spawn-without-descriptors.ts": ["openSync"],
  // A file of the kernel.
  "shared/node/system/processes/core-dump.ts": ["writeFileSync"],
  // A folder, whose descriptor makes the path of a socket short.
  "shared/node/agent/control-socket.ts": ["openSync"],
  // The text in it goes, for those who have it open.
  "shared/node/sessions/delivery/descriptor-delivery.ts": ["ftruncateSync"],
  // A link in the private folder of a session to one login key.
  "shared/node/sessions/session-folder.ts": ["symlinkSync"],
};

describe("files are written in one way", () => {
  const sources = globSync("{shared/node,shared/host,cli,electron}/**/*.ts", {
    cwd: root,
  });

  test.each(sources)("%s", (file) => {
    const text = readFileSync(join(root, file), "utf8");
    const named = [
      ...text.matchAll(
        /import\s+\{([^}]*)\}\s+from\s+"node:fs(?:\/promises)?"/g,
      ),
    ]
      .flatMap(([, names = ""]) => names.split(","))
      .map((name) => name.trim().split(" ")[0] ?? "")
      .filter((name) => writing.test(name));
    const allowed = exceptions[file.replaceAll("\\", "/")] ?? [];
    expect(named.filter((name) => !allowed.includes(name))).toEqual([]);
    expect(text).not.toMatch(
      /import\s+\*\s+as\s+\w+\s+from\s+"node:fs|import\s+\w+\s+from\s+"node:fs/,
    );
  });
});
