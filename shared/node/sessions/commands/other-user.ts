import { readFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { vaultError } from "../../../core/errors.ts";
import { failure, success, type Result } from "../../../core/result.ts";
import type { Lease } from "../../../core/sessions/lease.ts";
import { homeName, keysName } from "../../../core/sessions/environment.ts";
import { boundedRun } from "../../system/programs/child-processes.ts";

/** Another user of this machine, whom this process may start programs as. */
export interface OtherUser {
  readonly name: string;
  readonly home: string;
  /** What stands before a command of theirs. */
  readonly launcher: readonly string[];
}

/** What another user has of a session: its talosconfig, in a folder of their own. */
export interface PlacedSession {
  /** Words and environment of a command with it, which has nothing else of ours. */
  readonly run: (command: readonly string[]) => {
    readonly command: readonly string[];
    readonly environment: Readonly<Record<string, string>>;
  };
  readonly remove: () => void;
}

/** Nothing of our own environment goes along: it may have tokens, and ways to our desktop. */
const passedOn = ["PATH", "TERM", "COLORTERM", "LANG", "LC_ALL", "TZ"];

/** Errors: `usage` for nobody, or for ourselves; `unsupported` where this process may not become them. */
export function findOtherUser(
  name: string,
  isInteractive: boolean,
): Result<OtherUser> {
  const found = spawnSync("getent", ["passwd", "--", name], own());
  if (found.status !== 0) return failure(nobody(name));
  const [login = "", , uid = "", , , home = ""] = found.stdout.split(":");
  const us = process.getuid?.();
  if (Number(uid) === us || Number(uid) === 0) return failure(noWall(name));
  const launcher = launcherOf(login, us === 0, isInteractive);
  const tried = spawnSync(
    launcher[0] ?? "",
    [...launcher.slice(1), "true"],
    own(),
  );
  return tried.status === 0
    ? success({ name: login, home, launcher })
    : failure(mayNot(login, us === 0 ? "runuser" : "sudo"));
}

/** With a terminal of its own, or none: who shares ours could type into it. */
function launcherOf(
  login: string,
  isRoot: boolean,
  isInteractive: boolean,
): readonly string[] {
  const alone = isInteractive ? [] : ["setsid", "--wait"];
  const pty = isInteractive ? ["--pty"] : [];
  return isRoot
    ? [...alone, "runuser", ...pty, "-u", login, "--"]
    : [...alone, "sudo", "-n", "-u", login, "--"];
}

/** Puts the talosconfig of a session with a gateway where the user alone reads it. Errors: `session-failed`. */
export function placeSession(
  { name, home, launcher }: OtherUser,
  lease: Lease,
): Result<PlacedSession> {
  const as = (words: readonly string[], input?: Uint8Array) => {
    const [program = "", ...rest] = [...launcher, ...words];
    return spawnSync(program, rest, { ...own(), ...(input ? { input } : {}) });
  };
  const document = readFileSync(lease.path);
  const made = as(["sh", "-c", placing, "sh", homeName, keysName], document);
  const folder = made.stdout;
  if (made.status !== 0 || !/^\/\S+$/.test(folder))
    return failure(notPlaced(name));
  const variables = {
    ...Object.fromEntries(
      passedOn.flatMap((key) => {
        const value = process.env[key];
        return value === undefined ? [] : [[key, value]];
      }),
    ),
    HOME: home,
    USER: name,
    LOGNAME: name,
    TALOSCONFIG: `${folder}/config`,
    TALOS_HOME: `${folder}/${homeName}`,
    SIDEROV1_KEYS_DIR: `${folder}/${homeName}/${keysName}`,
    TALOS_VAULT_CONTEXT: lease.context,
    TALOS_VAULT_ROLES: lease.roles.join(","),
    TALOS_VAULT_EXPIRES: lease.expiresAt,
  };
  const words = Object.entries(variables).map(
    ([key, value]) => `${key}=${value}`,
  );
  return success({
    run: (command) => ({
      command: [...launcher, "env", "-i", ...words, ...command],
      environment: own().env,
    }),
    remove: () => {
      as(["rm", "-rf", "--", folder]);
    },
  });
}

/** As the user, from stdin: the folder is theirs alone before anything is in it. */
const placing = `umask 077
folder=$(mktemp -d /tmp/talos-vault-XXXXXXXXXX) && mkdir -p "$folder/$1/$2" && cat >"$folder/config" && printf %s "$folder"`;

function own() {
  const { PATH = "", TERM } = process.env;
  return {
    ...boundedRun,
    env: { PATH, ...(TERM === undefined ? {} : { TERM }) },
    encoding: "utf8",
  } as const;
}

function nobody(name: string) {
  return vaultError(
    "usage",
    `This machine has no user "${name}".`,
    "Make one without rights, or name another.",
  );
}

function noWall(name: string) {
  return vaultError(
    "usage",
    `"${name}" could read what is yours, so that there would be no wall.`,
    "Name a user that has no rights on this machine.",
  );
}

function mayNot(name: string, program: string) {
  return vaultError(
    "unsupported",
    `${program} does not start programs as "${name}" without a question.`,
    program === "sudo"
      ? `Allow it in sudoers (YOU ALL=(${name}) NOPASSWD: ALL), or start the session as root.`
      : "Install util-linux.",
  );
}

function notPlaced(name: string) {
  return vaultError(
    "session-failed",
    `Nothing could be written to /tmp as "${name}".`,
    "See that this user may write there.",
  );
}
