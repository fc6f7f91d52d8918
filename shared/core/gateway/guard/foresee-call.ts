import {
  boundReached,
  decideByEntries,
  denialOf,
  type CallRefusal,
  type Guard,
  type GuardedSession,
} from "./decide-call.ts";
import type { TalosctlCommand } from "../../roles/commands.ts";
import {
  escapeOf,
  isJudgedByContent,
  readsResources,
  type Escape,
} from "./outlasting-calls.ts";

/** What becomes of a method's calls, as far as that shows before one is made. */
export type ForeseenCall =
  | { readonly kind: "passes" }
  /** A person is asked about each. */
  | { readonly kind: "asks" }
  | { readonly kind: "closed"; readonly because: CallRefusal }
  /** Depends on what a call asks for. `worst`: why the gravest one is refused whoever agrees; null: it is not. */
  | { readonly kind: "depends"; readonly worst: CallRefusal | null };

/** What counts of the session. */
type ForeseenSession = Pick<
  GuardedSession,
  "roles" | "granted" | "grantedRoles"
> & {
  /** How far it has come; absent: bounds do not count. */
  readonly now?: Pick<GuardedSession, "calls" | "hour">;
};

/** What a call would let out that a command of talosctl makes, where the command says which resources it reads; undefined: it does not. */
export function knownOf(
  method: string,
  { isSensitive }: Pick<TalosctlCommand, "isSensitive">,
): KnownCall | undefined {
  return readsResources(method)
    ? { escape: isSensitive ? "secret-resource" : null }
    : undefined;
}

interface KnownCall {
  readonly escape: Escape | null;
}

/** `known`: what such a call would let out, where it is known what it asks for. */
export function foreseeCall(
  guards: readonly Guard[],
  method: string,
  session: ForeseenSession,
  known?: KnownCall,
): ForeseenCall {
  const worst = escapeOf(method, null, session.roles);
  const isKnown = known !== undefined || !isJudgedByContent(method);
  const escape = known ? known.escape : isKnown ? worst : null;
  const denied = denialOf(guards, method, escape);
  if (denied) return { kind: "closed", because: denied };
  const beyond = session.now && boundReached(guards, method, session.now);
  if (!isKnown)
    return beyond
      ? { kind: "closed", because: beyond }
      : { kind: "depends", worst: denialOf(guards, method, worst) };
  const decision = decideByEntries(guards, { method, escape }, session);
  if (decision.verdict === "refuse")
    return { kind: "closed", because: decision.because };
  if (beyond) return { kind: "closed", because: beyond };
  return { kind: decision.verdict === "hold" ? "asks" : "passes" };
}
