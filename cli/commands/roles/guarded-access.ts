import type { SessionRights } from "../../../shared/core/agent/holder-messages.ts";
import { guardOf } from "../../../shared/core/gateway/decide-call.ts";
import {
  foreseeCall,
  type ForeseenCall,
} from "../../../shared/core/gateway/foresee-call.ts";
import { refusalText } from "../../../shared/core/gateway/refusal-words.ts";
import type { Terminal } from "../../terminal.ts";

/** What the guard of a session does with a method. */
export interface GuardedAccess {
  readonly method: string;
  readonly verdict: ForeseenCall["kind"];
  /** Why it is closed; null: it is not. */
  readonly why: string | null;
}

/** The methods as the session's gateway would judge them now. */
export function guardedAccess(
  { rules, roles, given }: SessionRights,
  methods: readonly string[],
  isAgents: boolean,
): readonly GuardedAccess[] {
  const guards = rules.flatMap((one) => {
    const guard = guardOf(one);
    return guard.ok ? [guard.value] : [];
  });
  return methods.map((method) => {
    const granted = new Set(given.flatMap((one) => one.methods));
    const foreseen = foreseeCall(guards, method, { roles, granted });
    const why =
      foreseen.kind === "closed"
        ? refusalText(foreseen.because, isAgents)
        : null;
    return { method, verdict: foreseen.kind, why };
  });
}

export function isOpen(guarded: readonly GuardedAccess[]): boolean {
  return guarded.every(({ verdict }) => verdict !== "closed");
}

/** The roles that calls of these methods have now: those that a person gave for them or for all, else the session's. */
export function rolesNow(
  { roles, given }: SessionRights,
  methods: readonly string[],
): readonly string[] {
  const newestFirst = given.toReversed();
  const own = newestFirst.find((one) =>
    methods.some((method) => one.methods.includes(method)),
  );
  const all = newestFirst.find((one) => one.methods.length === 0);
  return (own ?? all)?.roles ?? roles;
}

export function isAsked(guarded: readonly GuardedAccess[]): boolean {
  return guarded.some(({ verdict }) => verdict === "asks");
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
