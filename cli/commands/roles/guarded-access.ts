import type { SessionRights } from "../../../shared/core/agent/holder-messages.ts";
import type { Guard } from "../../../shared/core/gateway/guard/decide-call.ts";
import {
  foreseeCall,
  knownOf,
  type ForeseenCall,
} from "../../../shared/core/gateway/guard/foresee-call.ts";
import { readElevation } from "../../../shared/core/gateway/elevation/requested-elevation.ts";
import { refusalText } from "../../../shared/core/gateway/guard/refusal-text.ts";
import { givenFor } from "../../../shared/core/gateway/elevation/elevation-in-force.ts";
import type { TalosctlCommand } from "../../../shared/core/roles/commands.ts";
import type { Terminal } from "../../terminal.ts";

/** What the guard of a session does with a method. */
export interface GuardedAccess {
  readonly method: string;
  readonly verdict: ForeseenCall["kind"];
  /** Why it is closed; null: it is not. */
  readonly why: string | null;
}

/** The gateway of the session that it is about. */
export interface JudgingGateway {
  readonly rights: SessionRights;
  readonly guards: readonly Guard[];
  readonly isAgents: boolean;
}

/** The roles that calls of these methods go out with now. */
export function rolesNow(
  { rights: { roles, given } }: JudgingGateway,
  methods: readonly string[],
): readonly string[] {
  return givenFor(given, methods)?.roles ?? roles;
}

/** The methods as the session's gateway would judge them now. `command`: that makes the calls; null: none is known. */
export function guardedAccess(
  { rights, guards, isAgents }: JudgingGateway,
  methods: readonly string[],
  command: TalosctlCommand | null,
): readonly GuardedAccess[] {
  const { roles, given, canRequest, calls } = rights;
  const granted = new Set(given.flatMap((one) => one.methods));
  const now = { calls, hour: new Date().getHours() };
  return methods.map((method) => {
    const known = command ? knownOf(method, command) : undefined;
    const session = { roles, granted, now };
    const foreseen = foreseeCall(guards, method, session, known);
    const why =
      foreseen.kind === "closed"
        ? refusalText(foreseen.because, { isAgents, canRequest })
        : null;
    return { method, verdict: foreseen.kind, why };
  });
}

/** The least that the guard does with any of them. */
export function verdictOf(
  guarded: readonly GuardedAccess[],
): GuardedAccess["verdict"] {
  const order = ["closed", "depends", "asks"] as const;
  const isOne = (kind: GuardedAccess["verdict"]) =>
    guarded.some(({ verdict }) => verdict === kind);
  return order.find(isOne) ?? "passes";
}

/** What the guard adds to what the roles say, for a person or an agent. */
export function tellGuarded(
  terminal: Terminal,
  guarded: readonly GuardedAccess[],
): void {
  for (const { method, verdict, why } of guarded) {
    const name = method.slice(1);
    if (verdict === "closed") terminal.say(`${name} is closed: ${why ?? ""}`);
    if (verdict === "asks")
      terminal.say(`A person is asked about each call of ${name}.`);
    if (verdict === "depends")
      terminal.say(`${name} is judged by what it asks for.`);
  }
}

/** Says what asks a person for more, where that could open anything. `words`: the command or the method. */
export function tellRequest(
  terminal: Terminal,
  { rights: { roles, canRequest }, guards, isAgents }: JudgingGateway,
  words: string,
): void {
  const more = readElevation(words, { guards, roles, isAgents });
  if (canRequest && more.ok && more.value !== null)
    terminal.say(
      `A person is asked for more by: talos-vault request ${words} --reason TEXT`,
    );
}
