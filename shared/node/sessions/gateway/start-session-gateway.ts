import { guardOf, guardsOf } from "../../../core/gateway/guard/decide-call.ts";
import type { GuardRules } from "../../../core/gateway/guard/guard-rules.ts";
import { isCovered } from "../../../core/gateway/guard/context-rules.ts";
import { budgetOf } from "../../../core/gateway/guard/call-budget.ts";
import { restrictionsOf } from "../../../core/gateway/guard/session-restrictions.ts";
import { vaultError } from "../../../core/errors.ts";
import { limits } from "../../../core/limits.ts";
import { failure, success, type Result } from "../../../core/result.ts";
import type { SessionFacts } from "../../../core/sessions/lease.ts";
import { parseTalosconfig } from "../../../core/talosconfig/parse.ts";
import { sessionDocument } from "../../../core/talosconfig/yaml/emit.ts";
import type { TalosContext } from "../../../core/talosconfig/types.ts";
import { callEvent } from "../../../core/audit/session-events.ts";
import { AuditLog } from "../../audit/audit-log.ts";
import {
  startGateway,
  type Gateway,
  type GatewayOptions,
} from "../../gateway/gateway-server.ts";
import { lookForClient } from "../../system/processes/process-at-port.ts";
import { systemClock } from "../../system/system-clock.ts";
import { SessionElevations, type WaysToElevate } from "./elevate-session.ts";
import type { HeldGateway } from "../holder-input.ts";

export interface SessionGatewayInput {
  readonly facts: SessionFacts;
  /** Absolute path of the vault's folder: its audit log is told of each call. */
  readonly home: string;
  /** The session's talosconfig with its credential: the gateway keeps it. */
  readonly document: Uint8Array;
  /** Of the context and of the session; all of them count. */
  readonly rules: readonly GuardRules[];
  /** How nodes are reached from here. */
  readonly environment: NodeJS.ProcessEnv;
  /** Asks somebody who is not the client about a call that is held. */
  readonly askPerson: AskPerson;
  /** How the session may get more for a while; absent: in no way. */
  readonly waysToElevate?: WaysToElevate;
  /** Where it listens; absent: on a free one. */
  readonly port?: number;
  /** Told whenever a call begins or ends. */
  readonly onCall?: () => void;
}

export type AskPerson = NonNullable<GatewayOptions["askPerson"]>;

export interface SessionGateway {
  readonly gateway: HeldGateway;
  /** What the session gets instead. */
  readonly document: Uint8Array;
}

/**
 * Starts the gateway of a session in this process. Errors: `unsupported` for a context that logs in without a certificate,
 * `usage` for rules that are none, `session-failed` where nothing can listen.
 */
export async function startSessionGateway({
  facts,
  home,
  document,
  rules,
  environment,
  askPerson,
  waysToElevate,
  port,
  onCall,
}: SessionGatewayInput): Promise<Result<SessionGateway>> {
  const parsed = parseTalosconfig(document);
  if (!parsed.ok) return parsed;
  const config = parsed.value.config.contexts.get(facts.context);
  if (!config || !hasPair(config)) return failure(noCertificate(facts.context));
  const judging = guardsOf(rules);
  if (!judging.ok) return judging;
  const guards = judging.value;
  const log = new AuditLog(home);
  let tellEnd = (): void => undefined;
  const ended = new Promise<void>((resolve) => (tellEnd = resolve));
  let tellGiven = (): void => undefined;
  try {
    const gateway = await startGateway({
      name: facts.context,
      config,
      roles: facts.roles,
      isAgents: facts.agent !== undefined,
      canRequest: waysToElevate !== undefined,
      notAfter: new Date(facts.expiresAt),
      guards,
      environment,
      lookForClient,
      clock: systemClock,
      askPerson,
      onEnd: () => tellEnd(),
      onGiven: () => tellGiven(),
      tell: async (call, roles) => {
        const event = callEvent({ ...facts, roles: [...roles] }, call);
        return (await log.recordSoon(event)).ok;
      },
      ...(port === undefined ? {} : { port }),
      ...(onCall ? { onCall } : {}),
    });
    const own = sessionDocument(facts.context, gateway.config);
    const asking = { facts, rules, end: () => tellEnd() };
    return success({
      gateway: {
        ...held(gateway, asking, waysToElevate),
        watchGiven: (tell) => (tellGiven = tell),
        ended,
      },
      document: new TextEncoder().encode(own.reveal()),
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return failure(cannotListen(port, code));
  }
}

interface Asking extends Pick<SessionGatewayInput, "facts" | "rules"> {
  readonly end: () => void;
}

/** A gateway as its session holds it. */
function held(
  gateway: Gateway,
  { facts, rules: own, end }: Asking,
  waysToElevate: WaysToElevate | undefined,
): Omit<HeldGateway, "ended" | "watchGiven"> {
  const { endpoint } = gateway;
  let rules = own;
  let tellRules = (): void => undefined;
  const more =
    waysToElevate &&
    new SessionElevations(systemClock, { facts, end }, gateway, waysToElevate);
  return {
    lease: () => {
      const walls = [...restrictionsOf(gateway.judge.guards, facts.roles)];
      const budget = budgetOf(gateway.judge.guards);
      return { endpoint, walls, ...(budget ? { budget } : {}) };
    },
    tighten: (wanted) => {
      const one = { ...wanted, onlyNarrows: true };
      if (gateway.isClosed()) return "refused";
      if (isCovered(rules, one)) return "known";
      const guard = guardOf(one);
      if (!guard.ok || rules.length >= limits.gatewayRules.most)
        return "refused";
      rules = [...rules, one];
      gateway.judge.tighten(guard.value);
      tellRules();
      return "new";
    },
    watchRules: (tell) => (tellRules = tell),
    news: (after) => ({ ...gateway.news(after) }),
    ...(more
      ? { request: (asked, signal) => more.request(asked, signal) }
      : {}),
    rights: () => ({
      roles: facts.roles,
      rules: [...rules],
      given: [...gateway.given()],
      canRequest: more !== undefined,
      calls: gateway.judge.counted,
    }),
    close: () => gateway.close(),
  };
}

function hasPair({ crt, key, auth }: TalosContext): boolean {
  return Boolean(crt) && Boolean(key?.reveal()) && auth === undefined;
}

function noCertificate(context: string) {
  return vaultError(
    "unsupported",
    `"${context}" logs in without a certificate, and a gateway has nothing to log in with.`,
    "Take --delivery fd or file: then the session logs in by itself.",
  );
}

function cannotListen(port: number | undefined, code: string | undefined) {
  return port === undefined
    ? vaultError(
        "session-failed",
        "No gateway can listen on this machine.",
        "Take --delivery fd or file: then the session has the credential itself.",
        code,
      )
    : vaultError(
        "session-failed",
        `No gateway can listen on this machine's port ${String(port)}.`,
        "Choose another one, or none: then it is a free one.",
        code,
      );
}
