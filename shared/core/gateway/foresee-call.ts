import {
  decideCall,
  type CallRefusal,
  type Guard,
  type GuardedSession,
} from "./decide-call.ts";

import { isJudgedByContent } from "./escapes.ts";

/** What becomes of a method's calls, as far as that shows before one is made. */
export type ForeseenCall =
  | { readonly kind: "passes" }
  /** A person is asked about each. */
  | { readonly kind: "asks" }
  | { readonly kind: "closed"; readonly because: CallRefusal }
  /** Some pass: it is judged by what it asks for. */
  | { readonly kind: "depends" };

/** Bounds do not count: how many calls there were is another question. */
export function foreseeCall(
  guards: readonly Guard[],
  method: string,
  { roles, granted }: Pick<GuardedSession, "roles" | "granted">,
): ForeseenCall {
  const unbounded = guards.map(({ entries }) => ({ entries }));
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
      if (decision.because.kind !== "unreadable")
        return { kind: "closed", because: decision.because };
      // What is held is read before anybody is asked.
      return { kind: isJudgedByContent(method) ? "depends" : "asks" };
  }
}
