// What is said while something runs in a session: by the command line that holds it, and by one whose session the agent holds.
import { vaultError } from "../../../../shared/core/errors.ts";
import {
  endReasonTexts,
  type EndReason,
} from "../../../../shared/core/sessions/end-reason.ts";
import type { Lease } from "../../../../shared/core/sessions/lease.ts";
import { graceMs } from "../../../../shared/node/sessions/commands/end-session-programs.ts";

/** What ended, why, and what becomes of what runs in it: as `endConnected` does it. */
export function endSentence(
  { context, kind, keepsRunning }: Lease,
  reason: EndReason,
): string {
  const why = endReasonTexts[reason];
  const start = `talos-vault: the session with ${context} is over: ${why}.`;
  if (keepsRunning)
    return `${start} What is connected goes on (--keep-running); talosctl finds no credential here any more.`;
  return kind === "exec"
    ? `${start} The command is asked to end (SIGTERM), and killed after ${String(graceMs / 1000)} seconds.`
    : `${start} Each talosctl that runs here is ended, and finds no credential any more. This shell stays: exit it, or start another session.`;
}

/** What became of a gateway that belongs to no command and no shell. */
export function gatewayEndSentence(
  { context }: Lease,
  reason: EndReason,
): string {
  return `talos-vault: the gateway to ${context} is over: ${endReasonTexts[reason]}. What was connected is cut.`;
}

/** Of a cluster that `talosctl cluster create` made in the session. */
export function clusterSentence(cluster: string): string {
  return `talos-vault: the state of talosctl's cluster ${cluster} was in the session and goes with it.`;
}

/** A program that cannot be run; `reason` is an errno. */
export function notStarted(program: string, reason: string) {
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

/** Of a call that its guard holds; `text` asks for it, without a full stop. */
export function waitsSentence(text: string): string {
  return `talos-vault: a call waits for a person, for a minute: ${text}. It is answered in the window, in a dialog of the desktop, or on another terminal (talos-vault approvals).`;
}
