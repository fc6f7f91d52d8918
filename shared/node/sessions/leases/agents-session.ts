import { basename } from "node:path";
import type { Lease } from "../../../core/sessions/lease.ts";
import { sessionVariable } from "../../../core/sessions/outside-variables.ts";
import { withAncestors } from "../../system/processes/ancestors.ts";
import {
  identityIn,
  isSameProcess,
  type ProcessIdentity,
} from "../../system/processes/process-identity.ts";
import { LeaseFiles } from "./lease-files.ts";
import { runFolderPaths } from "../run-folder.ts";
import { namedFolder, ownerOf, sessionFoldersIn } from "../session-folder.ts";

/** A session of an agent's, of whatever vault. */
export interface AgentsSession {
  readonly id: string;
  /** What the agent calls itself. */
  readonly agent: string;
  readonly processes: readonly ProcessIdentity[];
  /** Null: the vault that it is of no longer has it. */
  readonly lease: Lease | null;
}

/**
 * The agent's session that a process runs in; null: none. It is known by the processes that started it (on Linux), which nobody
 * can take away or give themselves, and then by the variables of a session. What vault the process names says nothing of that:
 * sessions of all of them count. One that is over counts as long as what runs in it.
 */
export function agentsSessionOf(
  leases: LeaseFiles,
  { pid, env }: Pick<NodeJS.Process, "pid" | "env">,
): AgentsSession | null {
  const sessions = agentsSessions(leases, env);
  return (
    startedIn(sessions, pid) ??
    sessions.find(({ id }) => id === env[sessionVariable]) ??
    sessions.find(({ id }) => id === idIn(namedFolder(env))) ??
    null
  );
}

/** The session that this process works in, an agent's or a person's; null: none. */
export function ownSession(leases: LeaseFiles): Lease | null {
  const own = agentsSessionOf(leases, process);
  return own ? own.lease : leases.read(process.env[sessionVariable] ?? "");
}

/** The sessions that this process may know of: an agent knows its own alone. */
export function sessionsSeen(leases: LeaseFiles): readonly Lease[] {
  const own = agentsSessionOf(leases, process);
  if (own) return own.lease ? [own.lease] : [];
  return leases.list();
}

/** Those of this vault, by their leases, and of others, by what their folders say. */
function agentsSessions(
  leases: LeaseFiles,
  env: NodeJS.ProcessEnv,
): readonly AgentsSession[] {
  const own = leases.list();
  const known = new Set(own.map(({ folder }) => folder));
  const named = namedFolder(env);
  const folders = [
    ...runFolderPaths(env, leases.home).flatMap(sessionFoldersIn),
    ...(named === null ? [] : [named]),
  ];
  return [
    ...own.flatMap(ofLease),
    ...folders.filter((path) => !known.has(path)).flatMap(ofFolder),
  ];
}

function ofLease(lease: Lease): readonly AgentsSession[] {
  const { id, agent, holder, watched } = lease;
  return agent === undefined
    ? []
    : [{ id, agent, processes: [holder, watched], lease }];
}

function ofFolder(path: string): readonly AgentsSession[] {
  const { agent, vault, holder, watched } = ownerOf(path) ?? {};
  if (agent === undefined || !vault || !holder || !watched) return [];
  const id = basename(path);
  const lease = new LeaseFiles(vault).read(id);
  return [{ id, agent, processes: [holder, watched], lease }];
}

function startedIn(
  sessions: readonly AgentsSession[],
  pid: number,
): AgentsSession | undefined {
  if (sessions.length === 0) return undefined;
  for (const stat of withAncestors(pid)) {
    const above = identityIn(stat);
    const found = sessions.find(({ processes }) =>
      processes.some((one) => above && isSameProcess(one, above)),
    );
    if (found) return found;
  }
  return undefined;
}

function idIn(folder: string | null): string | null {
  return folder === null ? null : basename(folder);
}
