// An `exec` or `shell` whose session the agent of `unlock` makes and holds. This process starts the command or the shell,
// waits, and knows no key.
// Keep: Nothing is loaded here that a plainly right exec does without: it is what people wait for.
import { accessSync, constants } from "node:fs";
import { basename } from "node:path";
import {
  readGone,
  type HoldNews,
} from "../../../../shared/core/agent/agent-session-news.ts";
import type { EndReason } from "../../../../shared/core/sessions/end-reason.ts";
import {
  deliveryVariable,
  outsideVariables,
  sessionVariable,
} from "../../../../shared/core/sessions/outside-variables.ts";
import {
  agentSocketPath,
  longestSocketPath,
} from "../../../../shared/node/agent/agent-place.ts";
import { isOwnSocket } from "../../../../shared/node/files/own-socket.ts";
import { forwardSignals } from "../../../../shared/node/sessions/commands/forward-signals.ts";
import { nameDescriptor } from "../../../../shared/node/sessions/commands/named-descriptors.ts";
import { runFolderPath } from "../../../../shared/node/sessions/run-folder.ts";
import { dumpAsGiven } from "../../../../shared/node/system/processes/core-dump.ts";
import { isTerminal } from "../../../../shared/node/system/is-terminal.ts";
import { processNamespace } from "../../../../shared/node/system/processes/process-namespace.ts";
import { networkOf } from "../../../../shared/node/talos-api/network.ts";
import {
  unusableEnvironment,
  vaultLocation,
} from "../../../../shared/node/vault/vault-location.ts";
import type {
  Running,
  Runtime,
} from "../../../../shared/node/system/runtimes/runtime.ts";
import { splitAtDashes } from "../../../command-line/split-at-dashes.ts";
import { AgentLine } from "./agent-line.ts";
import type { SessionCommand } from "../starting/run-in-session.ts";

/** An agent that is there says something at once; one that has to ask a node says so, and takes longer. */
const firstWordMs = 2000;
const nodeMs = 20_000;
/** For the agent to take a session away whose command is over; it does so later as well. */
const lastWordMs = 3000;

type Held = Extract<HoldNews, { to: "held" }>;

/**
 * Runs an `exec` or a `shell` in a session of the agent's. False, with nothing done, where it is neither, there is no agent,
 * or the words, the environment or the agent want the whole command line; the exit code is set otherwise.
 */
export async function sessionByAgent(
  runtime: Runtime,
  args: readonly string[],
): Promise<boolean> {
  const [words, command] = splitAtDashes(args);
  const isRight =
    words[0] === "exec"
      ? command !== null && command.length > 0
      : words[0] === "shell" && command === null;
  const socket = isRight ? agentFor(command ?? []) : null;
  if (socket === null) return false;
  const line = await ask(runtime, socket, words);
  const held = line && (await answered(line));
  if (line === null || held === null) return false;
  if (held === "failed") return true;
  if (!canBeRead(held.lease.path)) {
    // Its descriptors are not ours to see: another /proc, another set of folders.
    line.close();
    return false;
  }
  await runIn(runtime, line, held, command);
  return true;
}

/** The agent's socket, where it may be asked for this command, or for a shell where there is none. */
function agentFor(command: readonly string[]): string | null {
  const { env, platform } = process;
  const isInSession = (env[sessionVariable] ?? "") !== "";
  if (platform === "win32" || isInSession) return null;
  // The agent lends by descriptor or file; another way is the whole command line's.
  if ((env[deliveryVariable] ?? "") !== "") return null;
  if (nameDescriptor(command) || unusableEnvironment(env, platform) !== null)
    return null;
  const home = vaultLocation(env, platform);
  const path = agentSocketPath(runFolderPath(env, home), home);
  const isLong = Buffer.byteLength(path) > longestSocketPath;
  return !isLong && isOwnSocket(path) ? path : null;
}

async function ask(
  runtime: Runtime,
  socket: string,
  words: string[],
): Promise<AgentLine | null> {
  const isWatched = isTerminal(2);
  const question = {
    verb: "hold",
    words,
    process: process.pid,
    processNamespace: processNamespace(),
    isInteractive: isWatched && isTerminal(0),
    isWatched,
    outside: { ...outsideVariables(process.env) },
    network: networkOf(process.env),
  } as const;
  return AgentLine.ask(runtime, socket, question, firstWordMs);
}

/** The session; or null for the whole command line to go on; or what failed has been said. */
async function answered(line: AgentLine): Promise<Held | "failed" | null> {
  let said = await line.next(firstWordMs);
  if (said?.kind === "news" && said.news.to === "wait")
    said = await line.next(nodeMs);
  if (said?.kind === "news" && said.news.to === "held") return said.news;
  line.close();
  if (said?.kind !== "answer") return null;
  return (await words()).sayFailure(said.answer) ? "failed" : null;
}

/** `asked`: the command; null: it is the person's shell. */
async function runIn(
  runtime: Runtime,
  line: AgentLine,
  held: Held,
  asked: readonly string[] | null,
): Promise<void> {
  const { lease, said } = held;
  if (said.length > 0) (await words()).sayLines(said);
  let command = asked ?? [];
  let running: Running | null = null;
  // Listening comes first: a signal in between must not leave the command without us.
  const stopListening = forwardSignals((signal) => running?.kill(signal));
  try {
    const started = await whatRuns(held, asked);
    ({ command } = started);
    running = await runtime.start(command, {
      ...process.env,
      ...started.environment,
    });
  } catch (error) {
    stopListening();
    await takeAway(
      line,
      follow(line, async () => undefined),
    );
    process.exitCode = (await words()).sayNotStarted(command, error);
    return;
  }
  const { pid, ended } = running;
  dumpAsGiven({ pid });
  line.tell({ verb: "runs", process: pid });
  const life = follow(line, async (reason) =>
    (await words()).sayEnd(lease, reason, pid),
  );
  void followMoved(life, lease, pid);
  const code = await ended;
  stopListening();
  const end = await takeAway(line, life);
  if (end.kind === "lost") (await words()).clearAway(lease);
  if (end.kind === "gone" && end.clusters.length > 0)
    (await words()).sayClusters(end.clusters);
  if (asked === null) await (await words()).sayFarewell();
  // Only a failure is worth the time that the tables take to load.
  if (code !== 0 && asked && isTalosctl(asked))
    await (await words()).sayNeededRole(lease, asked);
  process.exitCode = code;
}

/** The command, or the person's shell where there is none, with the session's variables and its own. */
async function whatRuns(
  { lease, environment }: Held,
  asked: readonly string[] | null,
): Promise<SessionCommand> {
  if (asked) return { command: asked, environment };
  const shell = await (await words()).shellFor(lease);
  return {
    command: shell.command,
    environment: { ...environment, ...shell.environment },
  };
}

function isTalosctl([program = ""]: readonly string[]): boolean {
  return basename(program).startsWith("talosctl");
}

/** What is said seldom, and done where the agent is gone. */
const words = () => import("./session-by-agent-text.ts");

type Life =
  | { readonly kind: "gone"; readonly clusters: readonly string[] }
  /** Another process holds the session on. */
  | { readonly kind: "moved" }
  /** The agent is gone, and so is what it held. */
  | { readonly kind: "lost" }
  /** It does not answer: it is stopped, and does what it has to when it goes on. */
  | { readonly kind: "deaf" };

/** Resolves when the session is no longer the agent's. */
async function follow(
  line: AgentLine,
  onEnd: (reason: EndReason) => Promise<void>,
): Promise<Life> {
  let isEnded = false;
  for (;;) {
    const said = await line.next();
    if (said === null) {
      if (!isEnded) await onEnd("left");
      return { kind: "lost" };
    }
    if (said.kind === "answer")
      return { kind: "gone", clusters: readGone(said.answer) };
    if (said.news.to === "moved") return { kind: "moved" };
    if (said.news.to === "ended") {
      isEnded = true;
      await onEnd(said.news.reason);
    }
  }
}

/** Goes on following the session where another process holds it on. */
async function followMoved(
  life: Promise<Life>,
  lease: Held["lease"],
  pid: number,
): Promise<void> {
  if ((await life).kind === "moved") (await words()).sayEndLater(lease, pid);
}

/** The command is over: has the agent take its session away, and waits for that. */
async function takeAway(line: AgentLine, life: Promise<Life>): Promise<Life> {
  line.tell({ verb: "over" });
  let late: NodeJS.Timeout | undefined;
  const deaf = new Promise<Life>((resolve) => {
    late = setTimeout(() => resolve({ kind: "deaf" }), lastWordMs);
  });
  const end = await Promise.race([life, deaf]);
  clearTimeout(late);
  line.close();
  return end;
}

function canBeRead(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return true;
  } catch {
    return false;
  }
}
