import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import {
  outsideVariables,
  sessionEnvironment,
} from "../../../shared/core/sessions/environment.ts";
import type { Lease } from "../../../shared/core/sessions/lease.ts";
import { graceMs } from "../../../shared/node/sessions/end-connected.ts";
import { clustersIn } from "../../../shared/node/sessions/session-folder.ts";
import { runCommand } from "../../../shared/node/sessions/run-command.ts";
import {
  SessionHolder,
  type EndReason,
} from "../../../shared/node/sessions/session-holder.ts";
import type { Cli } from "../../cli.ts";
import type { PreparedSession } from "./prepare-session.ts";

/** What runs in a session, and what its environment has besides the session's variables. */
export interface SessionCommand {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Holds a session in this process while a command runs with it, and resolves to the command's own exit code. `make` is
 * told the session that the command is for.
 */
export async function runInSession(
  { ports, terminal }: Cli,
  session: PreparedSession,
  make: (lease: Lease) => SessionCommand,
): Promise<Result<number>> {
  const { facts, document, runRoot, loginKey } = session;
  const stop = new AbortController();
  const held = SessionHolder.start(ports.journal, ports.clock, {
    facts,
    document: new TextEncoder().encode(document.reveal()),
    runRoot,
    loginKey,
    watched: null,
    onEnd: (lease, reason) => {
      terminal.say(endSentence(lease, reason));
      if (lease.kind === "exec" && !lease.keepsRunning) stop.abort();
    },
  });
  if (!held.ok) return held;
  const { lease } = held.value;
  const variables = sessionEnvironment(lease, outsideVariables(process.env));
  try {
    const { command, environment } = make(lease);
    const outcome = await runCommand(
      command,
      { ...process.env, ...Object.fromEntries(variables), ...environment },
      {
        stop: stop.signal,
        onStart: (running) => held.value.belongTo(running),
      },
    );
    for (const cluster of clustersIn(lease.folder))
      terminal.say(
        `talos-vault: the state of talosctl's cluster ${cluster} was in the session and goes with it.`,
      );
    if (outcome.kind === "ended") return success(outcome.code);
    terminal.fail(notStarted(command[0] ?? "", outcome.reason));
    return success(outcome.code);
  } finally {
    held.value.close();
  }
}

/** What ended, why, and what becomes of what runs in it: as `endConnected` does it. */
function endSentence(
  { context, kind, keepsRunning }: Lease,
  reason: EndReason,
): string {
  const why = reason === "expired" ? "its time is up" : "it was ended";
  const start = `talos-vault: the session with ${context} is over: ${why}.`;
  if (keepsRunning)
    return `${start} What is connected goes on (--keep-running); talosctl finds no credential here any more.`;
  return kind === "exec"
    ? `${start} The command is asked to end (SIGTERM), and killed after ${String(graceMs / 1000)} seconds.`
    : `${start} Each talosctl that runs here is ended, and finds no credential any more. This shell stays: exit it, or start another session.`;
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
