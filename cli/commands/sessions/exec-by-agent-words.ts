// What an `exec` whose session the agent holds says, which is seldom, and does where the agent is gone: loaded only then.
import { readAgentReply } from "../../../shared/core/agent/messages.ts";
import type { EndReason } from "../../../shared/core/sessions/end-reason.ts";
import type { Lease } from "../../../shared/core/sessions/lease.ts";
import { endProcesses } from "../../../shared/node/sessions/end-connected.ts";
import { LeaseJournal } from "../../../shared/node/sessions/lease-journal.ts";
import {
  endFromOutside,
  finishFromOutside,
} from "../../../shared/node/sessions/sweep.ts";
import { codeNotStarted } from "../../../shared/node/sessions/run-command.ts";
import { processIdentity } from "../../../shared/node/system/process-identity.ts";
import { vaultLocation } from "../../../shared/node/vault/vault-location.ts";
import { exitCodeOf } from "../../exit-codes.ts";
import { Terminal } from "../../terminal.ts";
import {
  clusterSentence,
  endSentence,
  notStarted,
} from "./session-sentences.ts";
import type { SaidLine } from "./tell-session.ts";

const terminal = new Terminal();

function journal(): LeaseJournal {
  return new LeaseJournal(vaultLocation(process.env, process.platform));
}

export function sayLines(lines: readonly SaidLine[]): void {
  for (const { style, text } of lines) terminal.say(terminal.mark(style, text));
}

/** Says why the agent made no session, and sets the exit code. False: whoever asked has to find out without it. */
export function sayFailure(answer: unknown): boolean {
  const reply = readAgentReply(answer);
  if (!reply || reply.ok || !reply.isFinal) return false;
  terminal.fail(reply.error);
  process.exitCode = exitCodeOf(reply.error.code);
  return true;
}

/** The exit code of a command that cannot be run. */
export function sayNotStarted(
  [program = ""]: readonly string[],
  error: unknown,
): number {
  const { code = "" } = error as NodeJS.ErrnoException;
  terminal.fail(notStarted(program, code));
  return codeNotStarted(code);
}

/** The session is over while its command, `pid`, runs. Where the agent is gone with it, what it would have done is done here. */
export function sayEnd(lease: Lease, reason: EndReason, pid: number): void {
  terminal.say(endSentence(lease, reason));
  if (reason === "left") endFromOutside(journal(), lease);
  const command = lease.keepsRunning ? null : processIdentity(pid);
  if (command) endProcesses([command]);
}

/** Nobody is left to take the session away but this process. */
export function clearAway(lease: Lease): void {
  const leases = journal();
  const left = leases.read(lease.id);
  if (left) finishFromOutside(leases, left);
}

export function sayClusters(clusters: readonly string[]): void {
  for (const cluster of clusters) terminal.say(clusterSentence(cluster));
}

export async function sayNeededRole(
  lease: Lease,
  command: readonly string[],
): Promise<void> {
  const { tellNeededRole } = await import("./needed-role.ts");
  tellNeededRole({ terminal }, lease, command);
}
