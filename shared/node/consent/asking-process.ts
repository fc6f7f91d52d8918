import { readlinkSync } from "node:fs";
import type {
  AskingProcess,
  ConsentLink,
} from "../../core/consent/question.ts";
import type {
  AskingProgram,
  Connection,
} from "../../core/ports/running-sessions.ts";
import { sessionVariable } from "../../core/sessions/outside-variables.ts";
import { withAncestors } from "../system/processes/ancestors.ts";
import {
  bootId,
  identityIn,
  processIdentity,
} from "../system/processes/process-identity.ts";
import { processAtPort } from "../system/processes/process-at-port.ts";
import { processStat } from "../system/processes/process-stat.ts";
import { startsEverything } from "./common-ancestors.ts";

/** The session of ours that this process works in. */
export function ownSessionId(): string | null {
  return process.env[sessionVariable] ?? null;
}

/** This process and those that started it, as a person is told of them. */
export function askingProcess(): AskingProcess {
  const links = [...linksFrom(process.pid)];
  const [own = unknownLink(), ...above] = links;
  return {
    ...own,
    chain: upToTerminal(above),
    cwd: process.cwd(),
    terminal: terminalOf(process.pid),
    session: ownSessionId(),
  };
}

/** Another process of this machine, which works in a session of ours, in the same way; null: it is gone, or nothing tells of it. */
export function askingProcessAt(
  pid: number,
  session: string,
): AskingProcess | null {
  const [own, ...above] = linksFrom(pid);
  return own
    ? {
        ...own,
        chain: own.leadsTerminal ? [] : upToTerminal(above),
        cwd: linkAt(pid, "cwd"),
        terminal: terminalOf(pid),
        session,
      }
    : null;
}

/**
 * The program at the other end of a connection to a gateway of this process; where the system does not say it, the process that
 * the session belongs to.
 */
export function askingClient(
  connection: Connection | null,
  owner: number,
  session: string,
): AskingProcess {
  const program = connection && processAtPort(connection);
  return askingProgram({ program, owner }, session);
}

/** A program that works in a session; where nothing tells of it, the process that the session belongs to. */
export function askingProgram(
  {
    program,
    owner,
  }: Omit<AskingProgram, "program"> & { readonly program: number | null },
  session: string,
): AskingProcess {
  return (
    (program !== null && askingProcessAt(program, session)) ||
    askingProcessAt(owner, session) ||
    askingProcess()
  );
}

/** Whoever leads the terminal is the last. */
function upToTerminal(above: readonly ConsentLink[]): readonly ConsentLink[] {
  const leader = above.findIndex(({ leadsTerminal }) => leadsTerminal);
  return leader < 0 ? above : above.slice(0, leader + 1);
}

function terminalOf(pid: number): string | null {
  const stat = processStat(pid);
  return stat && stat.terminal !== 0 ? String(stat.terminal) : null;
}

/** A process and all that started it, the nearest first, without what starts everything. */
export function chainOf(pid: number): readonly ConsentLink[] {
  return [...linksFrom(pid)];
}

function* linksFrom(start: number): Generator<ConsentLink> {
  for (const stat of withAncestors(start)) {
    const { pid } = stat;
    const identity = identityIn(stat);
    if (!identity) return;
    const path = linkAt(pid, "exe");
    // What started that is looked at all the same: an agent may have a multiplexer of its own.
    if (!startsEverything(pid, path))
      yield {
        process: identity,
        path,
        name: stat.name,
        leadsTerminal: stat.session === pid && stat.terminal !== 0,
      };
  }
}

/** Its program or its folder; null where another user's, or the system, does not say it. */
function linkAt(pid: number, name: "exe" | "cwd"): string | null {
  try {
    return readlinkSync(`/proc/${String(pid)}/${name}`);
  } catch {
    return null;
  }
}

/** Where there is no /proc: our own number, and nothing of who called us. */
function unknownLink(): ConsentLink {
  const { pid, title, execPath } = process;
  return {
    process: processIdentity(pid) ?? { pid, startTime: "", bootId: bootId() },
    path: execPath,
    name: title,
    leadsTerminal: false,
  };
}
