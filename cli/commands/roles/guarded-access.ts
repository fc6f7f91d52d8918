import type { SessionRights } from "../../../shared/core/agent/holder-messages.ts";
import type { Guard } from "../../../shared/core/gateway/decide-call.ts";
import {
  foreseeCall,
  type ForeseenCall,
} from "../../../shared/core/gateway/foresee-call.ts";
import { readMore } from "../../../shared/core/gateway/requested-more.ts";
import { refusalText } from "../../../shared/core/gateway/refusal-words.ts";
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

/** The methods as the session's gateway would judge them now. */
export function guardedAccess(
  { rights: { roles, given, canRequest }, guards, isAgents }: JudgingGateway,
  methods: readonly string[],
): readonly GuardedAccess[] {
  const granted = new Set(given.flatMap((one) => one.methods));
  return methods.map((method) => {
    const foreseen = foreseeCall(guards, method, { roles, granted });
    const why =
      foreseen.kind === "closed"
        ? refusalText(foreseen.because, { isAgents, canRequest })
        : null;
    return { method, verdict: foreseen.kind, why };
  });
}

export function isOpen(guarded: readonly GuardedAccess[]): boolean {
  return guarded.every(({ verdict }) => verdict !== "closed");
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

/** Says what asks a person for more, where that could open anything. `words`: the command or the method. */
export function tellRequest(
  terminal: Terminal,
  { rights: { roles, canRequest }, guards, isAgents }: JudgingGateway,
  words: string,
): void {
  const more = readMore(words, { guards, roles, isAgents });
  if (canRequest && more.ok && more.value !== null)
    terminal.say("A person is asked for more by: talos-vault request");
}
