import { vaultError } from "../../../../shared/core/errors.ts";
import {
  failure,
  success,
  type Result,
} from "../../../../shared/core/result.ts";
import { sessionEnvironment } from "../../../../shared/core/sessions/environment.ts";
import { outsideVariables } from "../../../../shared/core/sessions/outside-variables.ts";
import type { Lease } from "../../../../shared/core/sessions/lease.ts";
import { clustersIn } from "../../../../shared/node/sessions/session-folder.ts";
import { runCommand } from "../../../../shared/node/sessions/commands/run-command.ts";
import { networkOf } from "../../../../shared/node/talos-api/network.ts";
import type { HolderInput } from "../../../../shared/node/sessions/holder-input.ts";
import { SessionHolder } from "../../../../shared/node/sessions/session-holder.ts";
import type { Cli } from "../../../cli.ts";
import {
  clusterSentence,
  endSentence,
  notStarted,
  waitsSentence,
} from "./session-end-text.ts";
import type { PreparedSession } from "./prepare-session.ts";

/** What runs in a session, and what its environment has besides the session's variables. */
export interface SessionCommand {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Its environment has nothing else: it is another user's. */
  readonly isAlone?: true;
}

/**
 * Holds a session in this process while a command runs with it, and resolves to the command's own exit code. `make` is
 * told the session that the command is for.
 */
export async function runInSession(
  cli: Cli,
  session: PreparedSession,
  make: (lease: Lease) => Result<SessionCommand>,
): Promise<Result<number>> {
  const { terminal } = cli;
  const stop = new AbortController();
  const held = await holdSession(cli, session, (lease, reason) => {
    terminal.say(endSentence(lease, reason));
    if (lease.kind === "exec" && !lease.keepsRunning) stop.abort();
  });
  if (!held.ok) return held;
  const { lease } = held.value;
  try {
    const made = make(lease);
    if (!made.ok) return made;
    const { command, environment, isAlone } = made.value;
    const outcome = await runCommand(
      command,
      isAlone ? environment : { ...environmentIn(lease), ...environment },
      {
        stop: stop.signal,
        onStart: (running) => held.value.belongTo(running),
      },
    );
    for (const cluster of clustersIn(lease.folder))
      terminal.say(clusterSentence(cluster));
    if (outcome.kind === "ended") return success(outcome.code);
    terminal.fail(notStarted(command[0] ?? "", outcome.reason));
    return success(outcome.code);
  } finally {
    held.value.close();
  }
}

/**
 * Holds a session in this process, until it is closed. `onEnd`: it is over while something may still run in it. `port`: where its
 * gateway listens; absent: on a free one.
 */
export async function holdSession(
  cli: Cli,
  session: PreparedSession,
  onEnd: HolderInput["onEnd"],
  port?: number,
): Promise<Result<SessionHolder>> {
  const { facts, runFolder, loginKey } = session;
  const given = await whatItGets(cli, session, port);
  if (!given.ok) return given;
  return SessionHolder.start(await cli.ports.journal(), cli.ports.clock, {
    facts,
    ...given.value,
    runFolder,
    loginKey,
    watched: null,
    onEnd,
  });
}

/** What a command in a session finds in its environment. */
export function environmentIn(lease: Lease): NodeJS.ProcessEnv {
  const variables = sessionEnvironment(lease, outsideVariables(process.env));
  return { ...process.env, ...Object.fromEntries(variables) };
}

/**
 * What the session's programs read: its credential, or the way to a gateway that has it. Errors: those of `startSessionGateway`.
 */
async function whatItGets(
  { ports, terminal }: Cli,
  { facts, document, rules, production }: PreparedSession,
  port?: number,
): Promise<Result<Pick<HolderInput, "document" | "gateway">>> {
  const bytes = new TextEncoder().encode(document.reveal());
  if (rules === null) return success({ document: bytes });
  // HTTP/2 and what reads requests are nobody's to wait for who has no gateway.
  const { collectWhenQuiet, keepYoungSpaceSmall } =
    await import("../../../../shared/node/system/processes/give-back-memory.ts");
  const { startSessionGateway } =
    await import("../../../../shared/node/sessions/gateway/start-session-gateway.ts");
  const { personForCalls, personForElevation } =
    await import("../../../ports/consent/ask-a-person.ts");
  const { lendElevation } =
    await import("../../../ports/consent/lend-elevation.ts");
  const { environment } = networkOf(process.env);
  const asking = {
    ...facts,
    production,
    home: ports.home,
    owner: () => process.pid,
    onAsk: (text: string) => terminal.say(waitsSentence(text)),
  };
  keepYoungSpaceSmall();
  return startSessionGateway({
    facts,
    home: ports.home,
    document: bytes,
    rules,
    environment,
    askPerson: personForCalls(ports, asking),
    waysToElevate: {
      ask: personForElevation(ports, asking),
      lend: lendElevation(facts),
    },
    onCall: collectWhenQuiet(),
    ...(port === undefined ? {} : { port }),
  });
}

/** `exec` and `shell` without anything to run. */
export function nothingToRun(): Result<never> {
  return failure(
    vaultError(
      "usage",
      "There is no command to run.",
      "Put it after two dashes: talos-vault exec CONTEXT -- talosctl version",
    ),
  );
}
