// What a command line whose session the agent holds says, and does where the agent is gone, which is seldom: loaded only then.
import { readAgentReply } from "../../../../shared/core/agent/messages.ts";
import type { EndReason } from "../../../../shared/core/sessions/end-reason.ts";
import type { Lease } from "../../../../shared/core/sessions/lease.ts";
import { endProcesses } from "../../../../shared/node/sessions/commands/end-session-programs.ts";
import { LeaseJournal } from "../../../../shared/node/sessions/leases/lease-journal.ts";
import {
  endFromOutside,
  finishFromOutside,
} from "../../../../shared/node/sessions/leases/sweep.ts";
import { codeNotStarted } from "../../../../shared/node/sessions/commands/run-command.ts";
import { processIdentity } from "../../../../shared/node/system/processes/process-identity.ts";
import { vaultLocation } from "../../../../shared/node/vault/vault-location.ts";
import { exitCodeOf } from "../../../exit-codes.ts";
import { Terminal } from "../../../terminal.ts";
import type { SessionCommand } from "../starting/run-in-session.ts";
import {
  clusterSentence,
  endSentence,
  notStarted,
} from "../starting/session-end-text.ts";
import type { SaidLine } from "../starting/session-start-text.ts";

const terminal = new Terminal();
const lookMs = 1000;

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

/** The person's shell in this session, of which the first line is said. Rejects with the system's error. */
export async function shellFor(lease: Lease): Promise<SessionCommand> {
  const { greet, ownShell } = await import("../starting/own-shell.ts");
  greet(terminal, lease, new Date());
  return ownShell(terminal, lease);
}

/** After the person's shell. */
export async function sayFarewell(): Promise<void> {
  const { farewell } = await import("../starting/own-shell.ts");
  farewell(terminal, vaultLocation(process.env, process.platform));
}

/** The exit code of a command that cannot be run. */
export function sayNotStarted(
  [program = "your shell"]: readonly string[],
  error: unknown,
): number {
  const { code = "" } = error as NodeJS.ErrnoException;
  terminal.fail(notStarted(program, code));
  return codeNotStarted(code);
}

/**
 * The session is over while its command or shell, `pid`, runs. Where the agent is gone with it, what it would have done is
 * done here.
 */
export function sayEnd(lease: Lease, reason: EndReason, pid: number): void {
  terminal.say(endSentence(lease, reason));
  if (reason === "left") endFromOutside(journal(), lease);
  const isLeft = lease.keepsRunning || lease.kind !== "exec";
  const command = isLeft ? null : processIdentity(pid);
  if (command) endProcesses([command]);
}

/** Says the end of a session that another process holds by now, for as long as this one has anything else to wait for. */
export function sayEndLater({ id }: Lease, pid: number): void {
  const leases = journal();
  const timer = setInterval(() => {
    const now = leases.read(id);
    if (now?.state === "active") return;
    clearInterval(timer);
    if (now === null) return;
    const isLate = Date.parse(now.expiresAt) <= Date.now();
    sayEnd(now, isLate ? "expired" : "asked", pid);
  }, lookMs);
  timer.unref();
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
  const { tellNeededRole } = await import("../exec/needed-role.ts");
  // An agent lends the key itself.
  tellNeededRole({ terminal }, { ...lease, rules: null }, command);
}
