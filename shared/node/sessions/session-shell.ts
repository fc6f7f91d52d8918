import {
  existsSync,
  readFileSync,
  watch,
  writeFileSync,
  type FSWatcher,
} from "node:fs";
import { join } from "node:path";
import { sessionEnvironment } from "../../core/sessions/environment.ts";
import type { Lease } from "../../core/sessions/lease.ts";
import { enterCode, type ShellSyntax } from "../../core/sessions/shell-code.ts";
import { processIdentity, type ProcessIdentity } from "../process-identity.ts";
import { scriptName, shellName } from "./session-folder.ts";

/** One line that makes the shell it is pasted into the session's own. Paths and facts, no key material. */
export function sessionCommand(lease: Lease, syntax: ShellSyntax): string {
  const file = join(lease.folder, shellName);
  return enterCode(sessionEnvironment(lease), syntax, file);
}

/**
 * Writes the script that a terminal runs to have a shell in the session, and gives the command for it. A
 * terminal's server passes no environment on, so the script says it.
 */
export function writeSessionShell(lease: Lease): readonly string[] {
  const path = join(lease.folder, scriptName);
  if (process.platform === "win32") {
    const script = `${path}.ps1`;
    const code = `${sessionCommand(lease, "powershell")}\n`;
    writeFileSync(script, code, { mode: 0o600 });
    return ["powershell.exe", "-NoExit", "-File", script];
  }
  const code = [
    "# Talos Vault: a shell with one temporary credential. The session ends with it.",
    sessionCommand(lease, "sh"),
    'cd "$HOME" || exit 1',
    `printf 'Talos Vault: %s until %s\\n' "$TALOS_VAULT_CONTEXT" "$TALOS_VAULT_EXPIRES"`,
    'exec "${SHELL:-/bin/sh}"',
    "",
  ].join("\n");
  writeFileSync(path, code, { mode: 0o600 });
  return ["/bin/sh", path];
}

/**
 * The shell that took the session, once there is one; `gone` when it has ended already; null when the session was
 * over before, or when the system has no watches left: then the session ends by its time alone.
 */
export function awaitSessionShell(
  lease: Lease,
): Promise<ProcessIdentity | "gone" | null> {
  const file = join(lease.folder, shellName);
  return new Promise((resolve) => {
    let watcher: FSWatcher | null = null;
    const settle = (shell: ProcessIdentity | "gone" | null): void => {
      watcher?.close();
      resolve(shell);
    };
    const look = (): void => {
      const pid = readNumber(file);
      if (pid !== null) settle(processIdentity(pid) ?? "gone");
      else if (!existsSync(lease.folder)) settle(null);
    };
    try {
      watcher = watch(lease.folder, { persistent: false }, look);
      watcher.once("error", () => settle(null));
      look();
    } catch {
      settle(null);
    }
  });
}

function readNumber(path: string): number | null {
  try {
    const number = Number(readFileSync(path, "utf8").trim());
    return Number.isInteger(number) && number > 0 ? number : null;
  } catch {
    return null;
  }
}
