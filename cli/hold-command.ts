import { vaultError } from "../shared/core/errors.ts";
import { failure, success, type Result } from "../shared/core/result.ts";
import { sessionEnvironment } from "../shared/core/sessions/environment.ts";
import { runCommand } from "../shared/node/sessions/run-command.ts";
import {
  SessionHolder,
  type EndReason,
} from "../shared/node/sessions/session-holder.ts";
import type { Cli } from "./cli.ts";
import type { ReadySession } from "./ready-session.ts";
import { printable } from "./terminal.ts";

/**
 * Holds a session in this process while a command runs with it, and resolves to the command's own exit code.
 */
export async function holdCommand(
  { ports, terminal }: Cli,
  session: ReadySession,
  command: readonly string[],
): Promise<Result<number>> {
  const { facts, document, runRoot } = session;
  const held = SessionHolder.start(ports.journal, ports.clock, {
    facts,
    document: new TextEncoder().encode(document.reveal()),
    runRoot,
    watched: null,
    onEnd: (lease, reason) => terminal.say(endSentence(lease.context, reason)),
  });
  if (!held.ok) return held;
  const environment = Object.fromEntries(sessionEnvironment(held.value.lease));
  try {
    const outcome = await runCommand(command, {
      ...process.env,
      ...environment,
    });
    if (outcome.kind === "ended") return success(outcome.code);
    terminal.fail(notStarted(command[0] ?? "", outcome.reason));
    return success(outcome.code);
  } finally {
    held.value.close();
  }
}

function endSentence(context: string, reason: EndReason): string {
  const why = reason === "expired" ? "its time is up" : "it was ended";
  return `talos-vault: the session with ${printable(context)} is over: ${why}. talosctl has no credential here any more; start another session with talos-vault.`;
}

function notStarted(program: string, reason: string) {
  return reason === "ENOENT"
    ? vaultError(
        "command-missing",
        `There is no command "${program}".`,
        "Check its name and PATH.",
      )
    : vaultError(
        "session-failed",
        `"${program}" cannot be run.`,
        "Check its permissions.",
        reason,
      );
}

/** `exec` and `shell` without anything to run. */
export function nothingToRun(): Result<never> {
  return failure(
    vaultError(
      "usage",
      "There is no command to run.",
      "Put it after two dashes: talos-vault exec CONTEXT -- talosctl version",
    ),
  );
}
