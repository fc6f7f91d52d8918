import { basename } from "node:path";
import { overPrompt, promptName } from "../../../core/sessions/environment.ts";
import { sessionVariable } from "../../../core/sessions/outside-variables.ts";
import type { Lease } from "../../../core/sessions/lease.ts";
import { withAncestors } from "../../system/processes/ancestors.ts";
import {
  identityIn,
  isAlive,
  isSameProcess,
} from "../../system/processes/process-identity.ts";
import type { LeaseFiles } from "./lease-files.ts";
import { namedFolder, ownerOf, textIn } from "../session-folder.ts";

/** The session that the shell which called us is in. */
export interface OuterSession {
  /** What it calls its context. */
  readonly context: string;
  /** It belongs to a shell that can leave it: `env` made it, or the window. */
  readonly isReplaceable: boolean;
  /** It goes with the current context. */
  readonly isFollowing: boolean;
}

/**
 * The session that our environment names, while it lives; null when there is none, or it is over: variables outlive their
 * session in tmux, in other shells, and after a kill.
 */
export function outerSession(leases: LeaseFiles): OuterSession | null {
  const id = process.env[sessionVariable] ?? "";
  const lease = leases.read(id);
  if (lease) {
    const { state, kind = "exec", context, isFollowing } = lease;
    if (state !== "active" || !isAlive(lease.holder)) return null;
    const isReplaceable = kind === "env" || kind === "window";
    return { context, isReplaceable, isFollowing };
  }
  return ofAnotherVault(id);
}

/**
 * The session of `exec` or `shell` in which whoever asks was started, also where another one was entered in it since (`left`); known
 * by the processes above it (on Linux). One that is over counts: what runs in it finds nothing, and no other cluster. Null: none.
 */
export function sessionAround(leases: LeaseFiles, left: string): Lease | null {
  const started = leases
    .list()
    .filter(
      ({ id, kind = "exec" }) =>
        id !== left && (kind === "exec" || kind === "shell"),
    );
  if (started.length === 0) return null;
  for (const stat of withAncestors(process.pid)) {
    const above = identityIn(stat);
    const found = started.find(
      ({ watched }) => above && isSameProcess(watched, above),
    );
    if (found) return found;
  }
  return null;
}

/** Its lease is not ours to read; its folder says who holds it. */
function ofAnotherVault(id: string): OuterSession | null {
  const folder = namedFolder(process.env);
  if (folder === null || basename(folder) !== id) return null;
  const owner = ownerOf(folder);
  if (!owner || !isAlive(owner.holder)) return null;
  const context = promptIn(folder);
  return context === null
    ? null
    : { context, isReplaceable: false, isFollowing: false };
}

function promptIn(folder: string): string | null {
  try {
    const said = textIn(folder, promptName).trim();
    return said === overPrompt || said === "" ? null : said;
  } catch {
    return null;
  }
}
