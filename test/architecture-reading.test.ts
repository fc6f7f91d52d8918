import { globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = resolve(import.meta.dirname, "..");

/** Functions of node:fs, node:fs/promises and node:net that read, list, look at or connect to what has a path. */
const looking =
  /^(?:readFile|read|readv|readdir|opendir|createReadStream|stat|lstat|statfs|exists|access|realpath|readlink|watch|watchFile|glob|openAsBlob|connect|createConnection|createServer|Socket|Server)(?:Sync)?$/;

/**
 * Who looks at the disk, and why it may. Files of ours are read through own-file.ts, which judges the folder, the owner,
 * the kind and the size by the descriptor that it then reads: docs/decisions/0038.
 */
const allowed: Readonly<Record<string, readonly string[]>> = {
  // The doors themselves.
  "shared/node/files/own-file.ts": ["lstatSync", "readFileSync", "readSync"],
  "shared/node/files/read-whole.ts": ["readFile", "readFileSync"],
  "shared/node/files/unsafe-file.ts": ["lstatSync"],
  "shared/node/files/own-socket.ts": ["lstatSync"],
  "shared/node/files/code-folder.ts": ["lstatSync", "realpathSync"],
  "shared/node/files/disk-files.ts": [
    "access",
    "createReadStream",
    "lstat",
    "realpath",
    "stat",
  ],
  // Where a link leads, and who may read what is there.
  "shared/node/files/shared-files.ts": ["realpath", "stat"],
  // By a descriptor that the door opened; names in a folder of ours.
  "shared/node/audit/audit-log.ts": ["readSync"],
  "shared/node/audit/repair-log-end.ts": ["readSync"],
  "shared/node/audit/audit-files.ts": ["readdirSync"],
  "shared/node/agent/control-socket.ts": ["createConnection", "createServer"],
  // To a socket that own-socket.ts has judged, or the session bus of the person's desktop.
  "shared/node/system/runtimes/node-runtime.ts": ["createConnection"],
  // Whether the command can see the session that the agent made for it.
  "cli/commands/sessions/by-agent/session-by-agent.ts": ["accessSync"],
  "shared/node/sessions/run-folder.ts": ["lstatSync", "statSync"],
  "shared/node/sessions/session-folder.ts": ["lstatSync", "readdirSync"],
  // Names and ages of files beside a lock or a target, none of them opened.
  "shared/node/files/atomic-file.ts": ["lstatSync", "readdirSync"],
  "shared/node/files/output-file.ts": ["lstatSync"],
  "shared/node/files/left-over-locks.ts": ["lstatSync", "readdirSync"],
  "shared/node/files/folder-clock.ts": ["lstatSync"],
  "shared/node/files/lock-queue.ts": ["lstatSync", "readdirSync"],
  // Names in folders of ours; each is read through the door.
  "cli/web-ui/open-page.ts": ["readdirSync"],
  "shared/node/sessions/leases/sweep.ts": ["readFileSync", "statSync"],
  "shared/node/consent/question-folder.ts": ["readdirSync", "watch"],
  "shared/node/sessions/leases/lease-files.ts": ["existsSync", "readdirSync"],
  "shared/node/vault/disk-backups.ts": ["lstat", "readdir"],
  "shared/node/vault/sync-conflicts.ts": ["readdir"],
  "shared/node/vault/disk-vault-watch.ts": ["watch"],
  "shared/node/sessions/shells/session-shell.ts": ["existsSync", "watch"],
  // Whether something is there, for the choice of words or of a way.
  "cli/commands/web-ui/ui.ts": ["existsSync"],
  "cli/commands/help/start.ts": ["existsSync"],
  "shared/node/files/file-error.ts": ["existsSync"],
  "shared/node/sessions/login-key.ts": ["existsSync"],
  "shared/node/agent/agent-place.ts": ["statSync"],
  "shared/node/system/programs/find-program.ts": ["access"],
  "shared/node/system/runtimes/start-by-shell.ts": ["accessSync", "statSync"],
  // Descriptors that the person gave, or that whoever started us did.
  "cli/agent/agent.ts": ["readFileSync"],
  "cli/questions/descriptor.ts": [
    "Socket",
    "createReadStream",
    "readFileSync",
    "readdirSync",
    "readlinkSync",
  ],
  // A line of the terminal that controls us.
  "cli/questions/ask.ts": ["read"],
  "cli/questions/show-recovery-key.ts": ["readSync", "statSync"],
  "cli/commands/sessions/holder-process.ts": ["readFileSync"],
  // What this process delivered a moment before, through a link of its own to a descriptor of its own.
  "shared/node/sessions/commands/other-user.ts": ["readFileSync"],
  // Our own programs, installed beside the one that runs.
  "cli/own-programs.ts": ["realpathSync"],
  "shared/node/files/page-files.ts": ["readFileSync", "readdirSync"],
  "shared/node/parsing/start-thread.ts": ["readFileSync"],
  // The kernel and the system: /proc, /dev, /etc/hosts.
  "shared/node/files/lock-holder.ts": ["readlinkSync"],
  "shared/node/consent/asking-process.ts": ["readlinkSync"],
  "shared/node/consent/common-ancestors.ts": ["readFileSync", "statSync"],
  "shared/node/sessions/shells/calling-shell.ts": ["readFileSync"],
  "shared/node/sessions/delivery/descriptor-delivery.ts": [
    "existsSync",
    "readlinkSync",
    "statSync",
    "statfsSync",
  ],
  "shared/node/sessions/commands/end-session-programs.ts": [
    "readFileSync",
    "readdirSync",
    "readlinkSync",
    "statSync",
  ],
  "shared/node/system/clock-of-all-processes.ts": ["readFileSync"],
  "shared/node/system/processes/process-identity.ts": ["readFileSync"],
  "shared/node/system/processes/process-at-port.ts": [
    "readFile",
    "readFileSync",
    "readdirSync",
    "readlinkSync",
  ],
  "shared/node/system/processes/process-stat.ts": ["readFileSync"],
  "shared/node/system/processes/core-dump.ts": ["readFileSync"],
  "shared/node/system/programs/spawn-without-descriptors.ts": [
    "readFileSync",
    "readdirSync",
  ],
  "shared/node/system/system-random.ts": ["readSync"],
  "shared/node/talos-api/network.ts": ["readlinkSync"],
  "shared/node/system/processes/process-namespace.ts": ["readlinkSync"],
  // Whose a process is.
  "cli/agent/hold-session.ts": ["statSync"],
  "shared/node/talos-api/path/resolve.ts": ["readFile"],
  // The network.
  "shared/node/gateway/loopback.ts": ["createServer"],
  "shared/node/talos-api/path/dial.ts": ["connect"],
};

describe("files are read through one door", () => {
  const sources = globSync("{shared,cli,electron}/**/*.ts", {
    cwd: root,
    exclude: (path) => /(?:^|\/)(?:generated|node_modules)$/.test(path),
  });

  test.each(sources)("%s", (file) => {
    const text = readFileSync(join(root, file), "utf8");
    const named = [
      ...text.matchAll(
        /import\s+\{([^}]*)\}\s+from\s+"node:(?:fs|fs\/promises|net)"/g,
      ),
    ]
      .flatMap(([, names = ""]) => names.split(","))
      .map((name) => name.trim().split(" ")[0] ?? "")
      .filter((name) => looking.test(name))
      .toSorted();
    expect(named).toEqual(allowed[file.replaceAll("\\", "/")] ?? []);
    // No other way to the same functions.
    expect(text).not.toMatch(
      /import\s+(?:\*\s+as\s+)?\w+[^"{]*\s+from\s+"(?:node:)?(?:fs|net)\b|(?:import|require|getBuiltinModule)\(\s*"(?:node:)?(?:fs|net)\b|from\s+"(?:fs|net)(?:\/promises)?"/,
    );
  });

  test("the list names nobody who is gone", () => {
    const present = new Set(sources.map((file) => file.replaceAll("\\", "/")));
    expect(Object.keys(allowed).filter((file) => !present.has(file))).toEqual(
      [],
    );
  });
});
