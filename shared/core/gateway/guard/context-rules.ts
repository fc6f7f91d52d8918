import type { GuardRules } from "./guard-rules.ts";

/** What a context says of the calls of its sessions, as those begin; no guard: nothing. */
export function contextRules(
  guard: GuardRules | undefined,
): readonly GuardRules[] {
  return guard ? [{ ...guard, ofContext: true }] : [];
}
