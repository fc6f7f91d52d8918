import { basename } from "node:path";
import { vaultError, type VaultError } from "../../../../shared/core/errors.ts";
import {
  failure,
  success,
  type Result,
} from "../../../../shared/core/result.ts";
import type { GuardRules } from "../../../../shared/core/gateway/guard/guard-rules.ts";
import type {
  Lease,
  SessionKind,
} from "../../../../shared/core/sessions/lease.ts";
import type {
  SessionRequest,
  Signer,
  UnnamedSession,
} from "../../../../shared/core/policy/request.ts";
import type {
  SessionCredential,
  VaultReader,
} from "../../../../shared/core/ports/vault-reader.ts";
import {
  newSessionId,
  planSession,
  type PlannedSession,
  type SessionTerms,
} from "../../../../shared/core/usecases/sessions/start-session.ts";
import {
  outerSession,
  type OuterSession,
} from "../../../../shared/node/sessions/leases/outer-session.ts";
import { outsideLoginKey } from "../../../../shared/node/sessions/login-key.ts";
import type { Cli } from "../../../cli.ts";
import { askForCredential } from "./ask-for-credential.ts";
import { evalLine } from "../../../output/eval-line.ts";
import { openReader } from "../../../ports/vault/open-reader.ts";
import {
  namedDelivery,
  opensWith,
  refuseFollowing,
  rulesFor,
  usualDelivery,
} from "./choose-delivery.ts";
import type { SessionOptions } from "./session-options.ts";
import { tellSession } from "./session-start-text.ts";

export interface PreparedSession extends PlannedSession {
  readonly runFolder: string;
  /** Where talosctl has the login key of an Omni context; null: it has none. */
  readonly loginKey: string | null;
  /** What calls through its gateway may do; null: it has none. */
  readonly rules: readonly GuardRules[] | null;
  /** The context is marked. */
  readonly production: boolean;
}

/** What sessions are made from: an open vault, and what is asked of it, the same for each of them. */
export interface SessionsToMake {
  readonly reader: VaultReader;
  readonly runFolder: string;
  /** The delivery that somebody named. */
  readonly delivery: Lease["delivery"] | undefined;
  readonly request: UnnamedSession;
  /** What an agent calls itself; undefined: it is a person's. */
  readonly agent: string | undefined;
  /** Keeps the vault open for the next command, where that is wanted. */
  readonly leaveBehind: () => Promise<void>;
}

/**
 * Everything before a session exists: refuses nesting, cleans up after others, takes the context out of the
 * vault. Without a name: a choice on the terminal, else the current context.
 */
export async function prepareSession(
  cli: Cli,
  kind: Exclude<SessionKind, "window">,
  wanted: string | undefined,
  options: SessionOptions,
): Promise<Result<PreparedSession>> {
  const agent = agentIn(cli, wanted, options);
  if (!agent.ok) return agent;
  const refused = await refuseNesting(cli, kind, options);
  if (refused) return failure(refused);
  const name = await chosenName(cli, wanted);
  if (!name.ok) return name;
  const open = await openForSessions(cli, kind, options, agent.value);
  if (!open.ok) return open;
  const { reader, delivery } = open.value;
  const cannot = await refuseFollowing(reader, name.value, options, delivery);
  if (cannot) return failure(cannot);
  const made = await makeSession(cli, kind, open.value, options, (request) =>
    askForCredential(cli, reader, name.value, request),
  );
  // The session does not wait for it.
  if (made.ok) void open.value.leaveBehind();
  return made;
}

/** Sweeps, and says why no session may begin here; null: one may. */
export async function refuseNesting(
  { ports }: Cli,
  kind: SessionKind,
  options: SessionOptions,
): Promise<VaultError | null> {
  await ports.sweep();
  const outer = options.nested ? null : outerSession(ports.leases);
  return outer && !(kind === "env" && outer.isReplaceable)
    ? nested(outer)
    : null;
}

/** Opens the vault, and reads what the options say for every session that is made from it. */
export async function openForSessions(
  cli: Cli,
  kind: Exclude<SessionKind, "window">,
  options: SessionOptions,
  agent?: string,
): Promise<Result<SessionsToMake>> {
  const { ports } = cli;
  let leaveBehind = async (): Promise<void> => undefined;
  const reader = await openReader(cli, (opened) => {
    // A shell waits for the end of `env`, whose session no agent holds.
    if (kind === "env" || !ports.hasSettings) return;
    leaveBehind = async () => {
      const { startAgentAtExec } =
        await import("../by-agent/unlock-at-exec.ts");
      await startAgentAtExec(ports, opened);
    };
  });
  if (!reader.ok) return reader;
  const runFolder = ports.runFolder();
  if (!runFolder.ok) return runFolder;
  const delivery = namedDelivery(cli, runFolder.value, options);
  if (!delivery.ok) return delivery;
  const opens = await opensWith(delivery.value, options);
  if (!opens.ok) return opens;
  const request = await requestFrom(cli, options, {
    ...opens.value,
    ...(agent === undefined ? {} : { agent }),
    ...(options.ask === "none" ? { isUnasked: true } : {}),
  });
  if (!request.ok) return request;
  return success({
    reader: reader.value,
    runFolder: runFolder.value,
    delivery: delivery.value,
    request: request.value,
    agent,
    // What it does is known when the vault is opened: later, where an agent was asked and is gone.
    leaveBehind: () => leaveBehind(),
  });
}

/** Makes one session with the credential that `lend` gets, and tells the person of it. Nothing of it is on disk yet. */
export async function makeSession(
  cli: Cli,
  kind: Exclude<SessionKind, "window">,
  { runFolder, delivery: named, request, agent }: SessionsToMake,
  options: SessionOptions,
  lend: (request: SessionRequest) => Promise<Result<SessionCredential>>,
): Promise<Result<PreparedSession>> {
  const { ports } = cli;
  const id = newSessionId(ports.random);
  const given = await lend({ ...request, session: id });
  if (!given.ok) return given;
  const { reason, production, guard } = given.value;
  const delivery = named
    ? success(named)
    : usualDelivery(cli, runFolder, options, given.value);
  if (!delivery.ok) return delivery;
  const planned = planSession(
    ports.clock,
    given.value,
    termsOf(kind, options, { id, reason, delivery: delivery.value, agent }),
  );
  tellSession(cli, planned, production);
  const { loginKeyName: key } = planned;
  const loginKey = key && outsideLoginKey(key, process.env);
  return success({
    ...planned,
    runFolder,
    loginKey,
    rules: rulesFor(delivery.value, options, guard),
    production,
  });
}

function termsOf(
  kind: SessionKind,
  options: SessionOptions,
  {
    id,
    reason,
    delivery,
    agent,
  }: Pick<SessionTerms, "id" | "delivery"> & {
    reason: string | undefined;
    agent: string | undefined;
  },
): SessionTerms {
  return {
    id,
    kind,
    keepsRunning: options.keepRunning ?? false,
    delivery,
    isFollowing: options.follow ?? false,
    ...(reason ? { reason } : {}),
    ...(agent === undefined ? {} : { agent }),
  };
}

/**
 * What an agent calls itself, else by its command; undefined: it is no agent's session. Behind `--agent` a name of a context
 * would be taken for the agent's, so that the context is named first.
 */
function agentIn(
  { command }: Cli,
  context: string | undefined,
  { agent, ask }: SessionOptions,
): Result<string | undefined> {
  if (agent === undefined)
    return ask === undefined ? success(undefined) : failure(askOfAgents());
  if (context === undefined) return failure(contextFirst());
  const [program = "shell"] = command ?? [];
  return success(agent === true ? basename(program) : agent);
}

async function requestFrom(
  cli: Cli,
  options: SessionOptions,
  more: Pick<SessionRequest, "opens" | "agent" | "isUnasked">,
): Promise<Result<UnnamedSession>> {
  const { role, ttl, stored, reason, confirm, force } = options;
  if (stored && (role || options.authority)) return failure(eitherOr());
  const signer = await signerFrom(cli, options);
  if (!signer.ok) return signer;
  const by = signer.value ? { by: signer.value } : {};
  const made = role
    ? ({ kind: "roles", roles: role, ...by } as const)
    : ({ kind: "default", ...by } as const);
  return success({
    kind: "session",
    wants: stored ? { kind: "stored" } : made,
    ...(ttl === undefined ? {} : { ttlSeconds: ttl }),
    ...(force ? { isForced: true } : {}),
    ...more,
    ...(reason ? { reason } : {}),
    ...(confirm === undefined ? {} : { confirmation: confirm.at(-1) }),
  });
}

/** What is read from elsewhere is loaded for those alone who name it. */
async function signerFrom(
  cli: Cli,
  options: SessionOptions,
): Promise<Result<Signer | null>> {
  const { authority, authorityPassphraseFd } = options;
  if (authority === undefined && authorityPassphraseFd === undefined)
    return success(null);
  const { readNamedSigner } =
    await import("../../authorities/authority-for-issue.ts");
  return readNamedSigner(cli, options);
}

async function chosenName(
  cli: Cli,
  wanted: string | undefined,
): Promise<Result<string | undefined>> {
  if (wanted !== undefined || !cli.terminal.isInteractive)
    return success(wanted);
  const { chooseContext } =
    await import("../../../questions/choose-context.ts");
  return chooseContext(cli, wanted);
}

function contextFirst() {
  return vaultError(
    "usage",
    "Which context is the agent's?",
    "Name it first: talos-vault exec CONTEXT --agent NAME -- COMMAND",
  );
}

function askOfAgents() {
  return vaultError(
    "usage",
    "What a person is asked about is said of an agent's session.",
    "Take --agent with --ask; for a person's programs --hold says it.",
  );
}

function eitherOr() {
  return vaultError(
    "usage",
    "--stored is the context's own key, which has the roles that it has.",
    "Leave out --stored; or --role and --authority.",
  );
}

function nested({ context, isReplaceable }: OuterSession) {
  const leave = isReplaceable
    ? (evalLine("--unset") ??
      "run the code that talos-vault env --unset prints")
    : "exit its shell";
  return vaultError(
    "session-nested",
    `This terminal is in a session already (${context}).`,
    `Leave it first (${leave}), or insist with --nested.`,
  );
}
