import type { ContextFinding } from "../../shared/core/certificates/finding.ts";
import type { EndpointHealth } from "../../shared/core/diagnosis/stored-health.ts";
import type { Check } from "../../shared/core/usecases/vault/doctor/check.ts";
import type { Problem } from "../../shared/core/problem.ts";
import { nextStep } from "./action-commands.ts";

// Scripts read the names that were published first: they stay beside those of today (docs/json.md).

/** A finding, with `advice` and `remedies` for `next` and `actions`. */
export function findingJson<
  Finding extends Pick<Problem, "next" | "actions" | "about">,
>({ about: _about, ...finding }: Finding) {
  const { next, actions } = finding;
  return { ...finding, advice: next, remedies: actions };
}

/** Anything with findings in it. */
export function withFindingsJson<
  Holder extends { readonly findings: readonly ContextFinding[] },
>(holder: Holder) {
  return { ...holder, findings: holder.findings.map(findingJson) };
}

/** An endpoint's health, whose verdict has `summary` and `remedies` for `message` and `actions`. */
export function healthJson({ verdict, ...health }: EndpointHealth) {
  const { message, actions } = verdict;
  return {
    ...health,
    verdict: { ...verdict, summary: message, remedies: actions },
  };
}

/** A problem that stands under the name of what it is about. */
export function problemJson({ about: _about, ...problem }: Problem) {
  return problem;
}

const verdicts = { info: "good", warning: "warning", error: "bad" } as const;

/** What the doctor saw, with `verdict` for the severity; its `next` has the commands in it. */
export function checkJson(check: Check) {
  const { about: _about, ...rest } = check;
  return {
    ...rest,
    next: nextStep(check),
    verdict: verdicts[check.severity],
  };
}
