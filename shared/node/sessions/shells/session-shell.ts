import { existsSync, watch, type FSWatcher } from "node:fs";
import { join } from "node:path";
import { lifeText } from "../../../core/moment-text.ts";
import {
  labelLine,
  sessionEnvironment,
} from "../../../core/sessions/environment.ts";
import { type OutsideVariables } from "../../../core/sessions/outside-variables.ts";
import type { Lease } from "../../../core/sessions/lease.ts";
import {
  enterCode,
  sourceLine,
  type ShellSyntax,
} from "../../../core/sessions/shell-code.ts";
import { inPowershell, shellWord } from "../../../core/text/shell-words.ts";
import { writeAtomicallySync } from "../../files/atomic-file.ts";
import {
  processIdentity,
  type ProcessIdentity,
} from "../../system/processes/process-identity.ts";
import {
  labelName,
  sayLabel,
  enterName,
  scriptName,
  shellName,
  textIn,
} from "../session-folder.ts";
import { shellWithSession } from "./start-files.ts";

const suffixes = { sh: "", fish: ".fish", powershell: ".ps1", nu: ".nu" };

/** The code that makes the shell which runs it the session's own. Paths and facts, no key material. */
export function sessionCode(
  lease: Lease,
  syntax: ShellSyntax,
  outside: OutsideVariables = {},
): string {
  const file = join(lease.folder, shellName);
  return enterCode(sessionEnvironment(lease, outside), syntax, file);
}

/**
 * One line that does that where it is pasted. The code lies in the session's private folder: nothing that somebody else
 * chose, a context's name, is in what goes through a clipboard into a terminal. Throws the system's error.
 */
export function sessionCommand(lease: Lease, syntax: ShellSyntax): string {
  const path = join(lease.folder, `${enterName}${suffixes[syntax]}`);
  writeAtomicallySync(path, sessionCode(lease, syntax), { durable: false });
  return sourceLine(path, syntax);
}

/**
 * Writes the script that a terminal runs to have a shell in the session, and gives the command for it. A
 * terminal's server passes no environment on, so the script says it. Throws the system's error.
 *
 * @param first words of a command that runs before the shell, in the session; the shell comes however it ends
 */
export function writeSessionShell(
  lease: Lease,
  shell: string,
  first: readonly string[] = [],
): readonly string[] {
  const path = join(lease.folder, scriptName);
  if (process.platform === "win32") {
    const script = `${path}.ps1`;
    const words = first.map(inPowershell);
    const code = sessionCode(lease, "powershell");
    writeAtomicallySync(
      script,
      words.length > 0 ? `${code.trimEnd()}\n& ${words.join(" ")}\n` : code,
      { durable: false },
    );
    return ["powershell.exe", "-NoExit", "-File", script];
  }
  const label = join(lease.folder, labelName);
  if (!existsSync(label)) sayLabel(lease);
  const { command, environment } = shellWithSession(
    lease,
    shell,
    {},
    {},
    label,
  );
  const now = new Date();
  const greeting = `Talos Vault: ${labelLine(lease, now)}, ${lifeText(new Date(lease.expiresAt), now).replace(/,.*$/, "")}${lease.isFollowing ? "; it follows the current context" : ""}`;
  const code = [
    "# Talos Vault: a shell with one temporary credential. The session ends with it.",
    sessionCode(lease, "sh").trimEnd(),
    '[ -n "$TALOS_VAULT_SESSION" ] || exit 1',
    ...Object.entries(environment).map(
      ([name, value]) => `export ${name}=${shellWord(value)}`,
    ),
    'cd "$HOME" || exit 1',
    // Operating System Command 0 (xterm, "Control Sequences"): the title, until the first prompt says it anew.
    `printf '\\033]0;%s\\007' ${shellWord(labelLine(lease, now))}`,
    `printf '%s\\n' ${shellWord(greeting)}`,
    ...(first.length > 0 ? [first.map(shellWord).join(" ")] : []),
    `exec ${command.map(shellWord).join(" ")}`,
    "",
  ].join("\n");
  writeAtomicallySync(path, code, { durable: false });
  return ["/bin/sh", path];
}

const pollMs = 250;

/**
 * The shell that took the session, once there is one; `gone` when it has ended already; null when the session was
 * over before, or `withinMs` have passed.
 */
export function awaitSessionShell(
  lease: Lease,
  withinMs?: number,
): Promise<ProcessIdentity | "gone" | null> {
  return new Promise((resolve) => {
    let watcher: FSWatcher | null = null;
    const settle = (shell: ProcessIdentity | "gone" | null): void => {
      watcher?.close();
      clearInterval(polling);
      if (waiting) clearTimeout(waiting);
      resolve(shell);
    };
    const check = (): void => {
      const pid = readNumber(lease.folder);
      if (pid !== null) settle(processIdentity(pid) ?? "gone");
      else if (!existsSync(lease.folder)) settle(null);
    };
    // A system without watches left is looked at instead.
    const polling = setInterval(check, pollMs).unref();
    const waiting =
      withinMs === undefined ? null : setTimeout(() => settle(null), withinMs);
    try {
      watcher = watch(lease.folder, { persistent: false }, check);
      watcher.once("error", () => watcher?.close());
    } catch {
      watcher = null;
    }
    check();
  });
}

function readNumber(folder: string): number | null {
  try {
    const number = Number(textIn(folder, shellName).trim());
    return Number.isInteger(number) && number > 0 ? number : null;
  } catch {
    return null;
  }
}
