// The agent of `unlock` as other programs of ours see it: found, asked, forgotten.
// Keep: Sockets are in the private run folder alone, and no answer is believed before its schema and protocol fit.
import {
  credentialFromJson,
  readAgentReply,
  readDetails,
  readHealthEntries,
  readInspection,
  readJudgedSessions,
  readPingNews,
  readViews,
  requestToJson,
  type AgentReply,
  type AgentRequest,
} from "../../core/agent/messages.ts";
import { protocol } from "../../core/agent/protocol.ts";
import type { Network } from "../../core/ports/talos-api.ts";
import type {
  PingWatch,
  SessionLender,
  VaultReader,
} from "../../core/ports/vault-reader.ts";
import { failure, success, type Result } from "../../core/result.ts";
import { isOwnSocket } from "../files/own-socket.ts";
import { removeSocket } from "./agent-place.ts";
import { askSocket } from "./control-socket.ts";

/** The agent may have to ask a node first. */
const patienceMs = 15_000;
/** One that runs says so at once; it is passed by where it was stopped, or hangs. */
const signMs = 2000;

/** Why an agent that is there is not asked: it is of another release, or says nothing. */
export type PassedBy = "stranger" | "deaf";

/**
 * The vault through its agent; null when there is none. An agent that does not answer, or whose vault cannot
 * be read any more, is passed by: `otherwise` opens the vault, and `onPassedBy` is told why. Nodes are asked as `network` reaches them.
 */
export function agentReader(
  path: string,
  network: Network,
  otherwise: () => Promise<Result<VaultReader>>,
  onPassedBy: (why: PassedBy) => void,
): VaultReader | null {
  if (!isOwnSocket(path)) return null;
  const through: Through = async (request, read, instead, watching = {}) => {
    const reply = await ask(path, request, watching, onPassedBy);
    const value = reply?.ok ? read(reply.value) : null;
    if (value !== null) return success(value);
    if (reply?.ok === false && reply.isFinal) return failure(reply.error);
    watching.watch?.onRestart?.();
    const reader = await otherwise();
    return reader.ok ? instead(reader.value) : reader;
  };
  return {
    list: () => through({ verb: "list" }, readViews, (reader) => reader.list()),
    show: (name) =>
      through({ verb: "show", name: name ?? null }, readDetails, (reader) =>
        reader.show(name),
      ),
    inspect: (name) =>
      through(
        { verb: "inspect", name: name ?? null },
        readInspection,
        (reader) => reader.inspect(name),
      ),
    ping: (request, watch) =>
      through(
        {
          verb: "ping",
          request: { ...request, patterns: [...request.patterns] },
          network,
        },
        (value) => {
          const entries = readHealthEntries(value);
          return entries && new Map(entries);
        },
        (reader) => reader.ping(request, watch),
        { patienceMs: request.patienceMs + patienceMs, watch },
      ),
    ...lenderThrough(through, network),
  };
}

/** Asks the agent, or has the vault opened instead. */
type Through = <T>(
  request: AgentRequest,
  read: (value: unknown) => T | null,
  instead: (reader: VaultReader) => Promise<Result<T>>,
  watching?: Watching,
) => Promise<Result<T>>;

function lenderThrough(through: Through, network: Network): SessionLender {
  return {
    issueSessionCredential: (name, wanted) =>
      through(
        {
          verb: "session-credential",
          name: name ?? null,
          request: requestToJson(wanted),
          network,
        },
        credentialFromJson,
        (reader) => reader.issueSessionCredential(name, wanted),
      ),
    decideEachSession: (names, wanted) =>
      through(
        {
          verb: "decide-each-session",
          names: [...names],
          request: requestToJson({ ...wanted, session: "" }),
        },
        readJudgedSessions,
        (reader) => reader.decideEachSession(names, wanted),
      ),
  };
}

/** What the agent answers; null when there is none of this release, or it does not in time. */
export async function askAgent(
  path: string,
  request: AgentRequest,
  withinMs: number,
  onPassedBy: (why: PassedBy) => void,
): Promise<AgentReply | null> {
  return isOwnSocket(path)
    ? ask(path, request, { patienceMs: withinMs }, onPassedBy)
    : null;
}

/** Where the agent says which process it is, for whoever has to end it. */
export const processFile = (path: string): string => `${path}.process`;

/** Nobody finds the agent any more. */
export function forgetAgent(path: string): void {
  removeSocket(path);
  removeSocket(processFile(path));
}

interface Watching {
  /** Without a sign of life from the agent. */
  readonly patienceMs?: number;
  readonly watch?: PingWatch;
}

async function ask(
  path: string,
  request: AgentRequest,
  watching: Watching,
  onPassedBy: (why: PassedBy) => void,
): Promise<AgentReply | null> {
  const onNews = (news: unknown): void => {
    const read = readPingNews(news);
    if (read?.to === "onStage") watching.watch?.onStage?.(...read.news);
    if (read?.to === "onHealth") watching.watch?.onHealth?.(...read.news);
  };
  const patience = watching.patienceMs ?? patienceMs;
  const said = await askSocket(path, { protocol, ...request }, patience, {
    onNews,
    sign: { withinMs: signMs, onNone: () => onPassedBy("deaf") },
  });
  const reply = said && readAgentReply(said);
  // An agent of a release before this one answers, and its answer is nothing that we would read.
  if (said && !reply) onPassedBy("stranger");
  return reply;
}
