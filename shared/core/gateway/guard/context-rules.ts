import { sameValue } from "../../same-value.ts";
import type { GuardRules } from "./guard-rules.ts";

/** What a context says of the calls of its sessions, as those begin; no guard: nothing. */
export function contextRules(
  guard: GuardRules | undefined,
): readonly GuardRules[] {
  return guard ? [{ ...guard, ofContext: true }] : [];
}

/** Whether rules that come later from a session's context add nothing to those that it goes by: it has them, or they say nothing. */
export function isCovered(
  rules: readonly GuardRules[],
  later: GuardRules,
): boolean {
  // What the context opened at the beginning stays open only as long as it goes on to name it.
  const hasOpened = rules.some(
    ({ ofContext, allow, hold }) => ofContext && (allow ?? hold) !== undefined,
  );
  const wanted = saidBy(later);
  if (!hasOpened && sameValue(wanted, {})) return true;
  return rules.some(
    (one) =>
      sameValue(saidBy(one), wanted) &&
      (!hasOpened || one.ofContext || one.onlyNarrows),
  );
}

/** Whose rules they are, and when they came, is another question. */
function saidBy({
  ofContext: _ofContext,
  onlyNarrows: _onlyNarrows,
  ...said
}: GuardRules): GuardRules {
  return said;
}
