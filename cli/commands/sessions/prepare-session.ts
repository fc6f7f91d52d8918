import { vaultError } from "../../../shared/core/errors.ts";
import { failure, success, type Result } from "../../../shared/core/result.ts";
import type {
  GuardRules,
  Hours,
} from "../../../shared/core/gateway/guard-rules.ts";
import type {
  Lease,
  SessionKind,
} from "../../../shared/core/sessions/lease.ts";
import { deliveryVariable } from "../../../shared/core/sessions/outside-variables.ts";
import type {
  SessionRequest,
  Signer,
} from "../../../shared/core/policy/request.ts";
import {
  newSessionId,
  planSession,
  type PlannedSession,
  type SessionTerms,
} from "../../../shared/core/usecases/sessions/start-session.ts";
import {
  canDeliverByDescriptor,
  isClosedToOthers,
} from "../../../shared/node/sessions/descriptor-delivery.ts";
import {
  livingSession,
  type OuterSession,
} from "../../../shared/node/sessions/living-session.ts";
import { outsideLoginKey } from "../../../shared/node/sessions/login-key.ts";
import type { Cli } from "../../cli.ts";
import { issueSessionCredential } from "./session-credential.ts";
import { evalLine } from "../../words/eval-line.ts";
import { openReader } from "../../ports/open-reader.ts";
import { deliveries } from "./session-options.ts";
import { tellSession } from "./tell-session.ts";

/** What the options of `exec`, `shell` and `env` ask for. */
export interface SessionOptions {
  role?: readonly string[];
  /** Seconds. */
  ttl?: number;
  delivery?: Lease["delivery"];
  /** A file, used once. */
  authority?: string;
  stored?: true;
  reason?: string;
  confirm?: string;
  force?: true;
  authorityPassphraseFd?: number;
  follow?: true;
  nested?: true;
  keepRunning?: true;
  deny?: readonly string[];
  onlyNodes?: readonly string[];
  maxNodes?: number;
  maxCalls?: number;
  hours?: Hours;
}

export interface PreparedSession extends PlannedSession {
  readonly runRoot: string;
  /** Where talosctl has the login key of an Omni context; null: it has none. */
  readonly loginKey: string | null;
  /** What calls through its gateway may do; null: it has none. */
  readonly rules: GuardRules | null;
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
  const { ports } = cli;
  ports.sweep();
  const outer = options.nested ? null : livingSession(ports.journal);
  if (outer && !(kind === "env" && outer.isReplaceable))
    return failure(nested(outer));
  const name = await chosenName(cli, wanted);
  if (!name.ok) return name;
  let leaveBehind = async (): Promise<void> => undefined;
  const reader = await openReader(cli, (opened) => {
    // A shell waits for the end of `env`, whose session no agent holds.
    if (kind === "env") return;
    leaveBehind = async () => {
      const { leaveAgent } = await import("./leave-agent.ts");
      await leaveAgent(ports, opened);
    };
  });
  if (!reader.ok) return reader;
  const id = newSessionId(ports.random);
  const request = await requestFrom(cli, id, options);
  if (!request.ok) return request;
  const runRoot = ports.runRoot();
  if (!runRoot.ok) return runRoot;
  const delivery = chooseDelivery(cli, runRoot.value, options);
  if (!delivery.ok) return delivery;
  const given = await issueSessionCredential(
    cli,
    reader.value,
    name.value,
    request.value,
  );
  if (!given.ok) return given;
  const { reason, production } = given.value;
  const planned = planSession(
    ports.clock,
    given.value,
    termsOf(kind, options, { id, reason, delivery: delivery.value }),
  );
  tellSession(cli, planned, production);
  const { loginKeyName: key } = planned;
  const loginKey = key && outsideLoginKey(key, process.env);
  const rules = rulesFor(delivery.value, options);
  // The session does not wait for it.
  void leaveBehind();
  return success({ ...planned, runRoot: runRoot.value, loginKey, rules });
}

function termsOf(
  kind: SessionKind,
  options: SessionOptions,
  {
    id,
    reason,
    delivery,
  }: Pick<SessionTerms, "id" | "delivery"> & { reason: string | undefined },
): SessionTerms {
  return {
    id,
    kind,
    keepsRunning: options.keepRunning ?? false,
    delivery,
    isFollowing: options.follow ?? false,
    ...(reason ? { reason } : {}),
  };
}

async function requestFrom(
  cli: Cli,
  session: string,
  options: SessionOptions,
): Promise<Result<SessionRequest>> {
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
    session,
    wants: stored ? { kind: "stored" } : made,
    ...(ttl === undefined ? {} : { ttlSeconds: ttl }),
    ...(force ? { isForced: true } : {}),
    ...(reason ? { reason } : {}),
    ...(confirm === undefined ? {} : { confirmation: confirm }),
  });
}

/** What is read from elsewhere: an authority's passphrase, or an authority to use once. */
async function signerFrom(
  cli: Cli,
  { authorityPassphraseFd: fd, authority: path }: SessionOptions,
): Promise<Result<Signer | null>> {
  if (path !== undefined) {
    const { readNamedAuthority } =
      await import("../authorities/authority-for-issue.ts");
    const read = await readNamedAuthority(cli, path);
    if (!read.ok) return read;
    const { ca, keyText } = read.value;
    return success({ kind: "authority", authority: { crt: ca, key: keyText } });
  }
  if (fd === undefined) return success(null);
  const { readSecret } = await import("../../questions/passphrases.ts");
  const passphrase = await readSecret(
    cli.terminal,
    fd,
    "--authority-passphrase-fd",
  );
  return passphrase.ok
    ? success({ kind: "passphrase", passphrase: passphrase.value })
    : passphrase;
}

async function chosenName(
  cli: Cli,
  wanted: string | undefined,
): Promise<Result<string | undefined>> {
  if (wanted !== undefined || !cli.terminal.isInteractive)
    return success(wanted);
  const { chooseContext } = await import("../../questions/choose-context.ts");
  return chooseContext(cli, wanted);
}

/** What somebody asked for: by an option, by what only a gateway can do, or by a variable for all sessions. */
function wantedDelivery(
  options: SessionOptions,
): Result<Lease["delivery"] | undefined> {
  const isGuarded = Object.values(rulesIn(options)).some(
    (rule) => rule !== undefined,
  );
  if (isGuarded && (options.delivery ?? "gateway") !== "gateway")
    return failure(onlyOfGateway());
  if (options.delivery !== undefined) return success(options.delivery);
  if (isGuarded) return success("gateway");
  const variable = process.env[deliveryVariable];
  const named = deliveries.find((one) => one === variable);
  return variable === undefined || variable === "" || named
    ? success(named)
    : failure(unknownDelivery(variable));
}

function chooseDelivery(
  { terminal }: Cli,
  runRoot: string,
  options: SessionOptions,
): Result<Lease["delivery"]> {
  const asked = wantedDelivery(options);
  if (!asked.ok) return asked;
  const wanted = asked.value;
  if (wanted === "gateway")
    return options.follow ? failure(oneCluster()) : success("gateway");
  if (wanted === "file") return success("file");
  if (canDeliverByDescriptor(runRoot)) return success("fd");
  const why = isClosedToOthers()
    ? "This node has a file capability (getcap), so no other program can reach a descriptor of it."
    : "This machine has no /proc or no memory-backed folder to hold a descriptor in.";
  if (wanted === "fd")
    return failure(vaultError("unsupported", why, "Use --delivery file."));
  if (terminal.isStderrTerminal || isClosedToOthers())
    terminal.say(`${why} The session's credential is in a private file.`);
  return success("file");
}

function rulesFor(
  delivery: Lease["delivery"],
  options: SessionOptions,
): GuardRules | null {
  return delivery === "gateway" ? rulesIn(options) : null;
}

function rulesIn({
  deny,
  onlyNodes,
  maxNodes,
  maxCalls,
  hours,
}: SessionOptions): GuardRules {
  return { deny, onlyNodes, maxNodes, maxCalls, hours };
}

function unknownDelivery(text: string) {
  return vaultError(
    "usage",
    `${deliveryVariable} is "${text}", and there is no such delivery.`,
    `It is one of ${deliveries.join(", ")}.`,
  );
}

function onlyOfGateway() {
  return vaultError(
    "usage",
    "Calls can be counted and refused by a gateway alone.",
    "Take --delivery gateway, or none.",
  );
}

function oneCluster() {
  return vaultError(
    "usage",
    "A gateway leads to one cluster, and a session that follows would go to another.",
    "Leave out --follow, or take --delivery fd.",
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
