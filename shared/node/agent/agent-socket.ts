import { existsSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import {
  credentialFromJson,
  requestToJson,
  type AgentReply,
  type AgentRequest,
  type PingNews,
} from "../../core/agent/messages.ts";
import type { Network } from "../../core/ports/talos-api.ts";
import type {
  ContextInspection,
  PingWatch,
  VaultReader,
} from "../../core/ports/vault-reader.ts";
import type { EndpointHealth } from "../../core/diagnosis/health.ts";
import { failure, success, type Result } from "../../core/result.ts";
import type { ContextDetails, ContextView } from "../../core/vault/views.ts";
import { checkPrivateFolder } from "../private-folder.ts";
import { askSocket } from "../control-socket.ts";

/** The agent may have to ask a node first. */
const patienceMs = 15_000;

/** The agent's socket for the vault in `home`: one per vault folder, in the private run folder. */
export function agentSocketPath(runRoot: string, home: string): string {
  const { dev, ino } = statSync(home, { throwIfNoEntry: false }) ?? {
    dev: 0,
    ino: 0,
  };
  return join(runRoot, `agent-${String(dev)}-${String(ino)}`);
}

/**
 * The vault through its agent; null when there is none. An agent that does not answer, or whose vault cannot
 * be read any more, is passed by: `otherwise` opens the vault. Nodes are asked as `network` reaches them.
 */
export function agentReader(
  path: string,
  network: Network,
  otherwise: () => Promise<Result<VaultReader>>,
): VaultReader | null {
  if (!isThere(path)) return null;
  const through = async <T>(
    request: AgentRequest,
    read: (value: unknown) => T | null,
    instead: (reader: VaultReader) => Promise<Result<T>>,
    watching: Watching = {},
  ): Promise<Result<T>> => {
    const reply = await ask(path, request, watching);
    const value = reply?.ok ? read(reply.value) : null;
    if (value !== null) return success(value);
    if (reply?.ok === false && reply.isFinal) return failure(reply.error);
    watching.watch?.onRestart?.();
    const reader = await otherwise();
    return reader.ok ? instead(reader.value) : reader;
  };
  return {
    list: () =>
      through(
        { verb: "list" },
        (value) => value as readonly ContextView[],
        (reader) => reader.list(),
      ),
    show: (name) =>
      through(
        { verb: "show", name: name ?? null },
        (value) => value as ContextDetails,
        (reader) => reader.show(name),
      ),
    inspect: (name) =>
      through(
        { verb: "inspect", name: name ?? null },
        (value) => value as ContextInspection,
        (reader) => reader.inspect(name),
      ),
    ping: (wish, watch) =>
      through(
        { verb: "ping", wish, network },
        (value) => new Map(value as [string, readonly EndpointHealth[]][]),
        (reader) => reader.ping(wish, watch),
        { patienceMs: wish.patienceMs + patienceMs, watch },
      ),
    issueSessionCredential: (name, wanted) =>
      through(
        {
          verb: "lend",
          name: name ?? null,
          request: requestToJson(wanted),
          network,
        },
        credentialFromJson,
        (reader) => reader.issueSessionCredential(name, wanted),
      ),
  };
}

/** True when an agent was there and has gone. */
export async function stopAgent(path: string): Promise<boolean> {
  return isThere(path) && (await ask(path, { verb: "stop" })) !== null;
}

/** Only in a folder that nobody else can enter is what listens an agent of ours. */
function isThere(path: string): boolean {
  return existsSync(path) && checkPrivateFolder(dirname(path)).ok;
}

interface Watching {
  /** Without a sign of life from the agent. */
  readonly patienceMs?: number;
  readonly watch?: PingWatch;
}

async function ask(
  path: string,
  request: AgentRequest,
  watching: Watching = {},
): Promise<AgentReply | null> {
  const onNews = (news: unknown): void => {
    const { to, news: said } = news as PingNews;
    if (to === "onStage") watching.watch?.onStage?.(...said);
    else watching.watch?.onHealth?.(...said);
  };
  return (await askSocket(
    path,
    { ...request },
    watching.patienceMs ?? patienceMs,
    onNews,
  )) as AgentReply | null;
}
