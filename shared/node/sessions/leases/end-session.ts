import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import type { HolderRequest } from "../../../core/agent/holder-messages.ts";
import { protocol } from "../../../core/agent/protocol.ts";
import { vaultError } from "../../../core/errors.ts";
import { failure, success, type Result } from "../../../core/result.ts";
import type {
  NextOf,
  Repointing,
} from "../../../core/ports/running-sessions.ts";
import type { Lease } from "../../../core/sessions/lease.ts";
import type { FollowedSessions } from "../../../core/sessions/session-view.ts";
import { askSocket, type Reply } from "../../agent/control-socket.ts";
import { isOwnSocket } from "../../files/own-socket.ts";
import { isAlive } from "../../system/processes/process-identity.ts";
import { processStat } from "../../system/processes/process-stat.ts";
import type { LeaseFiles } from "./lease-files.ts";
import { controlName, isSessionFolder } from "../session-folder.ts";
import { endFromOutside } from "./sweep.ts";

/** One that is stopped answers nobody. */
const stoppedMs = 1000;
/** One that runs answers in milliseconds, unless the machine has much else to do. */
const runningMs = 10_000;

type Spoken<T> = T extends unknown ? Omit<T, "protocol"> : never;
type Asked = Spoken<HolderRequest>;

/**
 * Ends a session of another process: asks its holder, and when that does not answer puts the empty
 * talosconfig in place itself. What is connected with its credential ends with it, unless the session was to keep it.
 */
export async function endSession(
  leases: LeaseFiles,
  lease: Lease,
): Promise<Result<void>> {
  if (!isSessionFolder(lease.folder)) {
    // It is being made: who makes it looks at the lease once it is.
    if (isAlive(lease.holder)) leases.update({ ...lease, state: "ended" });
    else leases.remove(lease.id);
    return success(undefined);
  }
  if (await askHolder(lease, { verb: "end" })) return success(undefined);
  if (endFromOutside(leases, lease)) return success(undefined);
  // It went while its holder was asked.
  if (!isSessionFolder(lease.folder)) return endSession(leases, lease);
  return failure(
    vaultError(
      "session-failed",
      `Session ${lease.id} does not answer and its folder cannot be written.`,
      `End its process: kill ${String(lease.holder.pid)}`,
    ),
  );
}

/** Asks the holder of a session to do something; false when it does not answer or cannot do it. */
export async function askHolder(
  lease: Lease,
  request: Asked,
): Promise<boolean> {
  const reply = await askHolderFor(lease, request);
  return reply?.["ok"] === true;
}

/** Asks the holder of a session for what it answers; null when it does not. */
export function askHolderFor(
  lease: Lease,
  request: Asked,
  patienceMs: number = patienceWith(lease),
): Promise<Reply | null> {
  const path = join(lease.folder, controlName);
  return askSocket(path, { protocol, ...request }, patienceMs);
}

/** A holder listens some hundredths of a second after its program began, or later where the machine has much to do. */
const youngMs = 5000;
const listeningStepMs = 25;

/**
 * Waits until the holder of a session that has just begun listens: the first thing that its program does may be to ask. At once for
 * one that runs for longer, or whose holder is gone; never longer than a session is young, whatever the clock does.
 */
export async function untilListening({
  folder,
  holder,
  startedAt,
}: Lease): Promise<void> {
  if (Date.now() - Date.parse(startedAt) > youngMs) return;
  const control = join(folder, controlName);
  for (let waited = 0; waited < youngMs; waited += listeningStepMs) {
    if (isOwnSocket(control) || processStat(holder.pid) === null) return;
    await setTimeout(listeningStepMs);
  }
}

/** Milliseconds for an answer of a session's holder: how long it takes says nothing of whether it will come. */
function patienceWith(lease: Lease): number {
  return isStopped(lease) ? stoppedMs : runningMs;
}

/** Its holder is suspended, or gone. */
export function isStopped({ holder }: Lease): boolean {
  const stat = processStat(holder.pid);
  return stat === null || /[TtXZ]/.test(stat.state);
}

/** Gives one session another document. */
export function repointSession(
  lease: Lease,
  { context, roles, credential, document }: Repointing,
): Promise<boolean> {
  // The one message that carries a key: through the socket in the session's private folder.
  const facts = { context, roles, credential };
  return askHolder(lease, {
    verb: "repoint",
    ...facts,
    roles: [...roles],
    document: document.reveal(),
  });
}

/** A running session that gets the current context, whichever that is. */
export function isFollowing(lease: Lease): boolean {
  return lease.isFollowing && lease.state === "active";
}

/** Gives every session that follows the current context another document. */
export async function repointFollowing(
  leases: LeaseFiles,
  next: NextOf,
): Promise<FollowedSessions> {
  const following = leases.list().filter(isFollowing);
  const outcomes = await Promise.all(
    following.map(async (lease) => {
      const repointing = await next(lease);
      if (!repointing.ok) return { stayed: repointing.error.message };
      const isDone = await repointSession(lease, repointing.value);
      return isDone
        ? { warnings: repointing.value.warnings }
        : { stayed: "The program that holds it does not answer." };
    }),
  );
  const stayed = outcomes.flatMap(({ stayed: reason }) => reason ?? []);
  const warnings = outcomes.flatMap((outcome) => outcome.warnings ?? []);
  return { repointed: outcomes.length - stayed.length, stayed, warnings };
}
