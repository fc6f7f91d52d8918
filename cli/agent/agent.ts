// The agent that `unlock` starts: keeps the vault open in memory for a while and lends contexts. It is told
// the identity through a pipe, never gives it away, and writes nothing to disk but its socket, the ledger, what a
// ping found out, the sessions that it holds, and the vault where it is asked for a change by its name.
import { readFileSync, writeSync } from "node:fs";
import {
  readAgentRequest,
  type AgentReply,
} from "../../shared/core/agent/messages.ts";
import { spokenReply } from "../../shared/core/agent/spoken-reply.ts";
import { dirname } from "node:path";
import { Secret } from "../../shared/core/secret.ts";
import { agentVault } from "../../shared/core/usecases/agent/agent-vault.ts";
import {
  serveSocket,
  type Asker,
  type Reply,
} from "../../shared/node/agent/control-socket.ts";
import { hardenProcess } from "../../shared/node/system/processes/harden-process.ts";
import { diskVaultFolder } from "../../shared/node/vault/disk-vault-folder.ts";
import { healthFile } from "../../shared/node/health/health-file.ts";
import { ledgerFile } from "../../shared/node/ledger/ledger-file.ts";
import { startTakingOver } from "../../shared/node/sessions/start-holder-process.ts";
import { HeldSessions } from "../../shared/node/sessions/agent-held-sessions.ts";
import { LeaseJournal } from "../../shared/node/sessions/leases/lease-journal.ts";
import { sessionTightener } from "../../shared/node/sessions/leases/tighten-sessions.ts";
import { sweep } from "../../shared/node/sessions/leases/sweep.ts";
import { systemRandom } from "../../shared/node/system/system-random.ts";
import { fileAt } from "../../shared/node/agent/agent-place.ts";
import {
  readProcessFile,
  writeProcessFile,
} from "../../shared/node/agent/process-file.ts";
import { isOwnSocket } from "../../shared/node/files/own-socket.ts";
import { isAlive } from "../../shared/node/system/processes/process-identity.ts";
import {
  forgetAgent,
  processFile,
} from "../../shared/node/agent/agent-socket.ts";
import type { AgentMessage } from "../../shared/node/agent/start-agent.ts";
import { systemClock } from "../../shared/node/system/system-clock.ts";
import type { ImportReaders } from "../ports/vault/carry-out-change.ts";
import { builtFile, ownProgram } from "../own-programs.ts";
import { answerQuestion, otherRelease } from "./agent-answers.ts";
import { AgentWork } from "./agent-work.ts";
import { holdSession } from "./hold-session.ts";

const stdin = 0;
const stdout = 1;
const tickMs = 1000;
/** So long its end waits: for what is being written, or for answers that somebody waits for. */
const stopWithinMs = 1000;
const retireWithinMs = 30_000;
/** For the last answer to leave the process. */
const lastWordsMs = 50;

hardenProcess();
const message = JSON.parse(readFileSync(stdin, "utf8")) as AgentMessage;
const { home, socket, lifeSeconds, floor, changes, replaces } = message;
const wallEnd = Date.now() + lifeSeconds * 1000;
const monotonicEnd = systemClock.monotonicMs() + lifeSeconds * 1000;
const work = new AgentWork();
const journal = new LeaseJournal(home);
const sessions = new HeldSessions(journal, systemClock);
const runFolder = dirname(socket);
const healthStore = healthFile(home);
const ledger = ledgerFile(home);
const vault = agentVault(
  {
    folder: diskVaultFolder(home),
    clock: systemClock,
    random: systemRandom,
    ledger,
    // Whoever asks for a change is told of it in its answer.
    onlooker: { tell: () => undefined, tighten: sessionTightener(journal) },
    health: {
      read: () => healthStore.read(),
      update: (...asked) => work.track(healthStore.update(...asked)),
    },
  },
  { identity: new Secret(message.identity), floor },
);

let isLeaving = false;
/** The socket that we listen on, among all that have had its name; null: we do not listen yet. */
let listening: string | null = null;

/** Whoever looks for the agent finds this one, and `lock` ends it, which ends the process that is written down. */
function isFound(): boolean {
  if (listening === null || fileAt(socket) !== listening) return false;
  return readProcessFile(processFile(socket))?.pid === process.pid;
}

/**
 * Nobody finds the agent any more; what it has begun may end. Its sessions end, or go on in holders of their own, whose
 * promise is another one than that of `unlock`. Resolves when they have; the process ends a little later.
 */
async function leave(withinMs: number, held: "keep" | "end"): Promise<void> {
  if (isLeaving) return;
  isLeaving = true;
  // Another one may have taken its place, and stays.
  if (isFound()) forgetAgent(socket);
  if (held === "end") sessions.endAll("locked");
  else
    await sessions.handOver(async (given) => {
      const taken = await startTakingOver(ownProgram("holder"), home, given);
      return taken.ok;
    });
  void work.finished(withinMs).then(() => setTimeout(end, lastWordsMs));
}

function end(): never {
  sessions.leave("left");
  process.exit(0);
}

function isOver(): boolean {
  return Date.now() >= wallEnd || systemClock.monotonicMs() >= monotonicEnd;
}

/** Loaded with the first import. */
async function loadReaders(): Promise<ImportReaders> {
  const [{ parserThread }, { threadedExaminer }] = await Promise.all([
    import("../../shared/node/parsing/parser-thread.ts"),
    import("../../shared/node/parsing/threaded-examiner.ts"),
  ]);
  const program = builtFile("parser", "parser.cjs");
  return {
    parser: parserThread(program),
    examiner: threadedExaminer(program),
  };
}

let loaded: Promise<ImportReaders> | undefined;

/** One for all imports: their long files take turns. */
const readers = (): Promise<ImportReaders> => (loaded ??= loadReaders());

const stop = (): void => void leave(stopWithinMs, "end");
const retire = (): void => void leave(retireWithinMs, "keep");

/** Says that we live as long as it takes: whoever asked kills an agent that does not answer. */
async function saying(asker: Asker, leaving: Promise<void>): Promise<void> {
  const timer = setInterval(() => asker.tell({ to: "wait" }), tickMs);
  await leaving.finally(() => clearInterval(timer));
}

async function answer(asked: Reply, asker: Asker): Promise<AgentReply> {
  const request = readAgentRequest(asked);
  if (request === "stranger") return otherRelease();
  if (request.verb === "stop") {
    await saying(asker, leave(stopWithinMs, request.sessions));
    return { ok: true, value: null };
  }
  // Another identity, a damaged file, no vault: what we know is no longer worth keeping.
  // After a stop a request may be read before the timer looks at the time.
  if (isLeaving || isOver()) return otherRelease();
  const useless = (): void => void setImmediate(retire);
  if (request.verb === "hold") {
    const clocks = { clock: systemClock, random: systemRandom };
    const tools = { vault, sessions, journal, runFolder, ...clocks };
    return holdSession(tools, request, asker, useless);
  }
  const issuing = { clock: systemClock, random: systemRandom, ledger };
  const tools = { vault, journal, issuing, readers, changes };
  return answerQuestion(tools, request, asker, useless);
}

function isThereAnother(): boolean {
  const other = readProcessFile(processFile(socket));
  return isOwnSocket(socket) && other !== null && isAlive(other);
}

/**
 * Of several that begin in one moment one is found in the end: a name that is taken ends a later one here, and one that
 * has lost its name goes with the next tick, so that none has the vault's key where no `lock` reaches it.
 */
async function listen(): Promise<void> {
  if (!replaces && isThereAnother()) end();
  forgetAgent(socket);
  await serveSocket(socket, (request, asker) =>
    work.track(answer(request, asker).then(spokenReply)),
  );
  listening = fileAt(socket);
  writeProcessFile(processFile(socket));
  writeSync(stdout, "ready\n");
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const)
    process.on(signal, stop);
  setInterval(() => {
    if (isOver() || !isFound()) retire();
    sweep(journal, [runFolder]);
  }, tickMs);
}

listen().catch(end);
