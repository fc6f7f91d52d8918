import { outsideVariables } from "../../../../shared/core/sessions/outside-variables.ts";
import type { Lease } from "../../../../shared/core/sessions/lease.ts";
import type { PlannedSession } from "../../../../shared/core/usecases/sessions/start-session.ts";
import { shellWithSession } from "../../../../shared/node/sessions/shells/start-files.ts";
import type { Terminal } from "../../../terminal.ts";
import { logEnd, logEndForLater } from "../../../output/log-end.ts";
import type { SessionCommand } from "./run-in-session.ts";
import { sessionText } from "./session-start-text.ts";

/** The first line of a shell, for a person. */
export function greet(
  terminal: Terminal,
  facts: PlannedSession["facts"],
  now: Date,
): void {
  if (!terminal.isStderrTerminal) return;
  terminal.say(`A shell for ${sessionText(facts, now)}. exit ends it.`);
}

/** The last lines after a shell, for a person: that they are out of the session, and how the log ends that tells of it. */
export function farewell(terminal: Terminal, home: string): void {
  if (!terminal.isStderrTerminal) return;
  terminal.say("You are out of the session, and it is over.");
  const head = logEnd(home);
  if (head !== null) terminal.say(logEndForLater(head));
}

/**
 * The person's own shell in their session, whoever holds that. Where start files may win over the session's variables it is
 * said. Throws the system's error.
 */
export function ownShell(terminal: Terminal, lease: Lease): SessionCommand {
  const program = shellProgram();
  const outside = outsideVariables(process.env);
  const started = shellWithSession(lease, program, process.env, outside);
  if (!started.isSure)
    terminal.say(
      `Talos Vault does not know the start files of ${program}: if one of them sets TALOSCONFIG, talosctl uses that. echo $TALOSCONFIG shows it.`,
    );
  return started;
}

function shellProgram(): string {
  if (process.platform === "win32") return process.env["COMSPEC"] ?? "cmd.exe";
  return process.env["SHELL"] ?? "/bin/sh";
}
