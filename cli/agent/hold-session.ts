import { statSync } from "node:fs";
import type { HoldQuestion } from "../../shared/core/agent/agent-session-messages.ts";
import {
  spokenNews,
  type HoldNews,
} from "../../shared/core/agent/agent-session-news.ts";
import type { AgentReply } from "../../shared/core/agent/messages.ts";
import { vaultError } from "../../shared/core/errors.ts";
import type { SessionRequest } from "../../shared/core/policy/request.ts";
import { usuallyHasGateway } from "../../shared/core/policy/usual-delivery.ts";
import type { Clock } from "../../shared/core/ports/clock.ts";
import type { Random } from "../../shared/core/ports/random.ts";
import { sessionEnvironment } from "../../shared/core/sessions/environment.ts";
import type { Lease } from "../../shared/core/sessions/lease.ts";
import type { VaultDocument } from "../../shared/core/vault/document.ts";
import type { AgentVault } from "../../shared/core/usecases/agent/agent-vault.ts";
import { foreseeCredential } from "../../shared/core/usecases/sessions/foresee-credential.ts";
import {
  newSessionId,
  planSession,
} from "../../shared/core/usecases/sessions/start-session.ts";
import type { Asker } from "../../shared/node/agent/control-socket.ts";
import { ensurePrivateFolder } from "../../shared/node/files/private-folder.ts";
import { canDeliverByDescriptor } from "../../shared/node/sessions/delivery/descriptor-delivery.ts";
import { agentsSessionOf } from "../../shared/node/sessions/leases/agents-session.ts";
import type { HeldSessions } from "../../shared/node/sessions/agent-held-sessions.ts";
import type { LeaseJournal } from "../../shared/node/sessions/leases/lease-journal.ts";
import {
  processIdentity,
  type ProcessIdentity,
} from "../../shared/node/system/processes/process-identity.ts";
import { processNamespace } from "../../shared/node/system/processes/process-namespace.ts";
import { networkOf } from "../../shared/node/talos-api/network.ts";
import { talosApi } from "../../shared/node/talos-api/talos-api.ts";
import { readPlainWords } from "../commands/sessions/exec/read-plain-exec.ts";
import { sessionLines } from "../commands/sessions/starting/session-start-text.ts";

export interface HoldTools {
  readonly vault: AgentVault;
  readonly sessions: HeldSessions;
  readonly journal: LeaseJournal;
  readonly clock: Clock;
  readonly random: Random;
  /** The private folder of sessions, in which the agent's socket is. */
  readonly runFolder: string;
}

const own = { ...networkOf({}), processes: processNamespace() };

/**
 * Makes a session for a command line that waits and holds it until that says that its command is over, or is gone. What
 * has to ask a person, or is not an `exec` or a `shell` in its plainest words, is left to the whole command line: then nothing was
 * made. The answer is given when the session is gone.
 */
export async function holdSession(
  tools: HoldTools,
  question: HoldQuestion,
  asker: Asker,
  onUseless: () => void,
): Promise<AgentReply> {
  const plain = plainly(question);
  const caller = callerIn(question);
  if (!plain || !caller || tools.sessions.takesNone) return elsewhere();
  // What runs in an agent's session is refused by the whole program.
  const { XDG_RUNTIME_DIR } = process.env;
  const unnamed = { pid: caller.pid, env: { XDG_RUNTIME_DIR } };
  if (agentsSessionOf(tools.journal, unnamed)) return elsewhere();
  const delivery = deliveryFor(tools.runFolder, plain.delivery);
  const document = await tools.vault.document();
  if (!document.ok) onUseless();
  if (!document.ok || delivery === null) return elsewhere();
  const wanted = { plain, caller, delivery, document: document.value };
  return hold(tools, question, asker, wanted);
}

interface Wanted {
  readonly plain: PlainWords;
  readonly caller: ProcessIdentity;
  readonly delivery: Lease["delivery"];
  readonly document: VaultDocument;
}

async function hold(
  { vault, sessions, clock, random, runFolder }: HoldTools,
  { network, isWatched, outside }: HoldQuestion,
  asker: Asker,
  { plain, caller, delivery, document }: Wanted,
): Promise<AgentReply> {
  const id = newSessionId(random);
  const request = requestOf(id, plain);
  const isNamed = plain.delivery !== undefined;
  const way = foreseeCredential(
    document,
    plain.name,
    request,
    isNamed,
    clock.now(),
  );
  if (way === null || asker.isGivenUp()) return elsewhere();
  const tell = (news: HoldNews): void => asker.tell(spokenNews(news));
  if (way === "ask-node") tell({ to: "wait" });
  const talos = talosApi({ environment: network.environment, keepMs: 0 });
  const reader = vault.readerOf(document, talos);
  const given = await reader.issueSessionCredential(plain.name, request);
  if (!given.ok) return { ok: false, error: given.error, isFinal: true };
  // A node may have been asked meanwhile.
  if (asker.signal.aborted || sessions.takesNone) return elsewhere();
  if (!isNamed && usuallyHasGateway(given.value)) return elsewhere();
  const planned = planSession(clock, given.value, {
    id,
    kind: plain.kind,
    delivery,
    isFollowing: plain.follow,
  });
  const bytes = new TextEncoder().encode(planned.document.reveal());
  const input = { facts: planned.facts, document: bytes, runFolder, caller };
  const said = sessionLines(planned, given.value.production, isWatched);
  const gone = await sessions.hold(input, asker, (lease) => {
    const environment = Object.fromEntries(sessionEnvironment(lease, outside));
    tell({ to: "held", lease, environment, said });
  });
  return gone.ok
    ? { ok: true, value: gone.value }
    : { ok: false, error: gone.error, isFinal: true };
}

function requestOf(
  session: string,
  { stored, ttl }: PlainWords,
): SessionRequest {
  return {
    kind: "session",
    session,
    wants: { kind: stored ? "stored" : "default" },
    ...(ttl === undefined ? {} : { ttlSeconds: ttl }),
  };
}

interface PlainWords {
  readonly kind: "exec" | "shell";
  readonly name: string | undefined;
  readonly ttl: number | undefined;
  readonly delivery: Lease["delivery"] | undefined;
  readonly stored: boolean;
  readonly follow: boolean;
}

/** Null for words that the whole command line has to read, or has to ask about. */
function plainly({ words, isInteractive }: HoldQuestion): PlainWords | null {
  const [kind, ...rest] = words;
  if (kind !== "exec" && kind !== "shell") return null;
  const read = readPlainWords(rest);
  if (!read || (read.context === undefined && isInteractive)) return null;
  const { ttl, delivery, stored, follow } = read.session;
  return {
    kind,
    name: read.context,
    ttl,
    delivery,
    stored: stored ?? false,
    follow: follow ?? false,
  };
}

/** Who asks, if we and they mean the same by numbers of processes and by addresses; and if it is ours. */
function callerIn({
  process: pid,
  processNamespace: theirs,
  network,
}: HoldQuestion): ProcessIdentity | null {
  if (theirs !== own.processes || network.namespace !== own.namespace)
    return null;
  const found = statSync(`/proc/${String(pid)}`, { throwIfNoEntry: false });
  const isOurs = found?.uid === process.getuid?.();
  return isOurs ? processIdentity(pid) : null;
}

/** Null: there is something to say about it first. */
function deliveryFor(
  runFolder: string,
  wanted: Lease["delivery"] | undefined,
): Lease["delivery"] | null {
  if (!ensurePrivateFolder(runFolder).ok) return null;
  if (wanted === "file") return "file";
  return canDeliverByDescriptor(runFolder) ? "fd" : null;
}

/** Read by nobody: whoever asks goes on as without an agent. */
function elsewhere(): AgentReply {
  const error = vaultError("usage", "That is not held here.", "Hold it.");
  return { ok: false, error, isFinal: false };
}
