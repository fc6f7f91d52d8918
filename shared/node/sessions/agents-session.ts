import type { Lease } from "../../core/sessions/lease.ts";
import { sessionVariable } from "../../core/sessions/outside-variables.ts";
import { withAncestors } from "../system/ancestors.ts";
import { identityIn, isSameProcess } from "../system/process-identity.ts";
import type { LeaseFiles } from "./lease-files.ts";

/** A session of an agent's. */
export type AgentsLease = Lease & { readonly agent: string };

/**
 * The agent's session that a process runs in; null: none. It is known by the variable, and on Linux by the processes that
 * started it as well: whoever takes the variable away is still a child of what the session was started with. One that is over
 * counts as long as what runs in it.
 */
export function agentsSessionOf(
  journal: LeaseFiles,
  { pid, env }: Pick<NodeJS.Process, "pid" | "env">,
): AgentsLease | null {
  const leases = journal.list().filter(isAgents);
  if (leases.length === 0) return null;
  const named = leases.find(({ id }) => id === env[sessionVariable]);
  if (named) return named;
  for (const stat of withAncestors(pid)) {
    const above = identityIn(stat);
    const found = leases.find(({ holder, watched }) =>
      [holder, watched].some((one) => above && isSameProcess(one, above)),
    );
    if (found) return found;
  }
  return null;
}

/** The session that this process works in, an agent's or a person's; null: none. */
export function ownSession(journal: LeaseFiles): Lease | null {
  return (
    agentsSessionOf(journal, process) ??
    journal.read(process.env[sessionVariable] ?? "")
  );
}

/** The sessions that this process may know of: an agent knows its own alone. */
export function sessionsSeen(journal: LeaseFiles): readonly Lease[] {
  const own = agentsSessionOf(journal, process);
  return own ? [own] : journal.list();
}

function isAgents(lease: Lease): lease is AgentsLease {
  return lease.agent !== undefined;
}
