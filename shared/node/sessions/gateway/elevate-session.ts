import type { AgentReply } from "../../../core/agent/messages.ts";
import type {
  MoreAsked,
  MoreGiven,
} from "../../../core/agent/holder-messages.ts";
import { vaultError, type VaultError } from "../../../core/errors.ts";
import {
  readElevation,
  type Elevation,
} from "../../../core/gateway/elevation/requested-elevation.ts";
import type { Clock } from "../../../core/ports/clock.ts";
import type { Result } from "../../../core/result.ts";
import { sessionOver } from "../../../core/sessions/end-reason.ts";
import type { SessionFacts } from "../../../core/sessions/lease.ts";
import type { TalosContext } from "../../../core/talosconfig/types.ts";
import type {
  ElevationAnswer,
  ElevationToAskAbout,
} from "../../../core/consent/elevation-to-ask-about.ts";
import type { Gateway } from "../../gateway/gateway-server.ts";

/** How a session gets more than it has. */
export interface WaysToElevate {
  /** Asks a person who is not in the session. `process`: the number of the program that asks. */
  readonly ask: (
    more: ElevationToAskAbout,
    process: number,
    signal: AbortSignal,
  ) => Promise<ElevationAnswer>;
  /** A credential of these roles for so many seconds, as the policy allows; null: this process has no way to one. */
  readonly lend:
    | ((
        roles: readonly string[],
        seconds: number,
        reason: string,
      ) => Promise<Result<TalosContext>>)
    | null;
}

export interface AskingForElevation {
  readonly facts: SessionFacts;
  /** Ends the session. */
  readonly end: () => void;
}

type AskingGateway = Pick<Gateway, "give" | "isClosed"> & {
  readonly judge: Pick<Gateway["judge"], "guards">;
};

/** Requests of one session, one at a time: a person agrees, and its gateway lets more through until it is over. */
export class SessionElevations {
  readonly #clock: Clock;
  readonly #facts: SessionFacts;
  readonly #gateway: AskingGateway;
  readonly #ways: WaysToElevate;
  readonly #endSession: () => void;
  #isAsking = false;

  constructor(
    clock: Clock,
    { facts, end }: AskingForElevation,
    gateway: AskingGateway,
    ways: WaysToElevate,
  ) {
    this.#clock = clock;
    this.#facts = facts;
    this.#gateway = gateway;
    this.#ways = ways;
    this.#endSession = end;
  }

  async request(asked: MoreAsked, signal: AbortSignal): Promise<AgentReply> {
    if (this.#isAsking) return refused(another());
    this.#isAsking = true;
    try {
      return await this.#decide(asked, signal);
    } finally {
      this.#isAsking = false;
    }
  }

  async #decide(asked: MoreAsked, signal: AbortSignal): Promise<AgentReply> {
    const { roles, agent } = this.#facts;
    const guards = this.#gateway.judge.guards;
    const isAgents = agent !== undefined;
    const more = readElevation(asked.words, { guards, roles, isAgents });
    if (!more.ok) return refused(more.error);
    if (more.value === null)
      return given({ until: null, roles: null, methods: [] });
    if (more.value.roles && this.#ways.lend === null) return refused(noWay());
    const seconds = this.#secondsOf(asked.seconds);
    if (seconds < 1) return refused(sessionOver());
    const left = seconds < asked.seconds ? seconds : null;
    return this.#ask({ ...asked, left }, more.value, signal);
  }

  async #ask(
    asked: MoreAsked & Pick<ElevationToAskAbout, "left">,
    more: Elevation,
    signal: AbortSignal,
  ): Promise<AgentReply> {
    const { words, reason, process } = asked;
    const isOfCalls = more.methods.length > 0;
    const about = {
      words,
      seconds: asked.seconds,
      left: asked.left,
      reason,
      isOfCalls,
      roles: more.roles,
      opens: more.opens,
    };
    const { verdict, refusal } = await this.#ways.ask(about, process, signal);
    if (verdict === "end-session") this.#endSession();
    if (refusal) return refused(refusal);
    if (signal.aborted) return refused(givenUp());
    const lent = this.#secondsOf(asked.seconds);
    if (lent < 1) return refused(sessionOver());
    const as = await this.#credential(more.roles, lent, reason);
    if (as !== null && !as.ok) return refused(withoutAdvice(as.error));
    const { methods, roles } = more;
    // A node may have been asked meanwhile.
    const seconds = this.#secondsOf(lent);
    if (seconds < 1) return refused(sessionOver());
    this.#gateway.give({ methods, as: as?.value ?? null }, seconds);
    const until = this.#clock.now().getTime() + seconds * 1000;
    return given({ until: new Date(until).toISOString(), roles, methods });
  }

  /** So many of these are left of the session now; none of one that was ended. */
  #secondsOf(asked: number): number {
    if (this.#gateway.isClosed()) return 0;
    const { expiresAt } = this.#facts;
    const left = Date.parse(expiresAt) - this.#clock.now().getTime();
    return Math.min(asked, Math.floor(left / 1000));
  }

  async #credential(
    roles: readonly string[] | null,
    seconds: number,
    reason: string,
  ) {
    if (roles === null || this.#ways.lend === null) return null;
    const lent = await this.#ways.lend(roles, seconds, reason);
    return lent.ok
      ? { ok: true as const, value: { roles, config: lent.value } }
      : lent;
  }
}

function given(value: MoreGiven): AgentReply {
  return { ok: true, value };
}

function refused(error: VaultError): AgentReply {
  return { ok: false, error, isFinal: true };
}

/** What helps is a person's to do, outside of the session. */
function withoutAdvice({ code, message }: VaultError): VaultError {
  return vaultError(
    code,
    message,
    "Whoever works with this session can do nothing about that: it is done outside of it.",
  );
}

function another() {
  return vaultError(
    "declined",
    "Another request of this session waits for a person.",
    "Wait for its answer.",
  );
}

function givenUp() {
  return vaultError("cancelled", "Nobody waits for it any more.", "Ask again.");
}

function noWay() {
  return vaultError(
    "unsupported",
    "This session cannot get another role: the process that holds it has no way into the vault.",
    "Start a session with that role, by exec or shell.",
  );
}
