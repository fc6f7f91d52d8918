import {
  decideCall,
  type CallDecision,
  type Guard,
} from "../../core/gateway/guard/decide-call.ts";
import type { CallRequest } from "../../core/gateway/calls/call-request.ts";
import { namedOf } from "../../core/gateway/guard/node-names.ts";
import type { Elevations } from "./elevations.ts";

/** What a session's calls are judged by. */
export interface JudgedBy {
  /** The session's own: a role that a person gave for a while opens no wall. */
  readonly roles: readonly string[];
  /** All of them count, and the strictest decides; it may get more of them later. */
  readonly guards: readonly Guard[];
}

interface JudgedCall {
  readonly method: string;
  readonly nodes: readonly string[];
}

/** The decision about each call of a session, with how far it has come, and with guards that came while it ran. */
export class CallJudge {
  readonly #roles: readonly string[];
  readonly #rights: Elevations;
  readonly #nodes = new Set<string>();
  #guards: readonly Guard[];
  #counted = 0;

  constructor({ roles, guards }: JudgedBy, rights: Elevations) {
    this.#roles = roles;
    this.#guards = guards;
    this.#rights = rights;
  }

  /** Another list once one more came. */
  get guards(): readonly Guard[] {
    return this.#guards;
  }

  /** Calls that count for a bound: those that were passed on or wait for somebody. */
  get counted(): number {
    return this.#counted;
  }

  /** One guard more, from the next call on, and for what waits for a person. */
  tighten(guard: Guard): void {
    this.#guards = [...this.#guards, guard];
  }

  count({ nodes }: JudgedCall): void {
    this.#counted += 1;
    for (const node of namedOf(nodes)) this.#nodes.add(node);
  }

  /** `ofItself`: as often the call is counted already. */
  decide(
    { method, nodes }: JudgedCall,
    request: CallRequest | null,
    ofItself = 0,
  ): CallDecision {
    const rights = this.#rights;
    return decideCall(
      this.#guards,
      { method, nodes, request },
      {
        roles: this.#roles,
        rolesNow: rights.wayOf(method)?.roles,
        calls: this.#counted - ofItself,
        nodes: this.#nodes,
        hour: new Date().getHours(),
        ...rights.methods,
      },
    );
  }
}
