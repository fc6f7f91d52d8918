import {
  decideCall,
  denialOf,
  type CallRefusal,
  type Guard,
  type GuardedSession,
} from "./decide-call.ts";

import { escapeOf, isJudgedByContent } from "./outlasting-calls.ts";

/** What becomes of a method's calls, as far as that shows before one is made. */
export type ForeseenCall =
  | { readonly kind: "passes" }
  /** A person is asked about each. */
  | { readonly kind: "asks" }
  | { readonly kind: "closed"; readonly because: CallRefusal }
  /** Some pass: it is judged by what it asks for. `worst`: why what would let most out is refused, whoever agrees; null: it is not. */
  | { readonly kind: "depends"; readonly worst: CallRefusal | null };

/** Bounds do not count: how many calls there were is another question. */
export function foreseeCall(
  guards: readonly Guard[],
  method: string,
  { roles, granted }: Pick<GuardedSession, "roles" | "granted">,
): ForeseenCall {
  const unbounded = guards.map(({ entries }) => ({ entries }));
  if (isJudgedByContent(method)) {
    const denied = denialOf(guards, method, null);
    if (denied) return { kind: "closed", because: denied };
    const worst = escapeOf(method, null, roles);
    return { kind: "depends", worst: denialOf(guards, method, worst) };
  }
  const decision = decideCall(
    unbounded,
    { method, nodes: [], request: null },
    { roles, calls: 0, nodes: new Set(), hour: 0, granted },
  );
  switch (decision.verdict) {
    case "forward":
      return { kind: "passes" };
    case "hold":
      return { kind: "asks" };
    case "refuse":
      // What is held is read before anybody is asked.
      return decision.because.kind === "unreadable"
        ? { kind: "asks" }
        : { kind: "closed", because: decision.because };
  }
}
