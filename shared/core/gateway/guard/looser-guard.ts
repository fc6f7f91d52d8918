import { success, type Result } from "../../result.ts";
import { guardOf, strictnessFor, type Guard } from "./decide-call.ts";
import { escapeOf } from "./outlasting-calls.ts";
import { isWithin, type GuardRules, type Hours } from "./guard-rules.ts";
import { phrases } from "../calls/method-phrases.ts";

/** Every method that this release knows, and one that it does not. */
const methods = [...Object.keys(phrases), "/unknown.Service/Unknown"];
const hoursOfDay = Array.from({ length: 24 }, (_, hour) => hour);

/**
 * Do the second rules let anything through, or through without a question, that the first do not? Without any nothing is held.
 * Errors: `usage` for an entry that is none.
 */
export function areRulesLooser(
  before: GuardRules | undefined,
  after: GuardRules | undefined,
): Result<boolean> {
  if (before === after) return success(false);
  const [then, now] = [guardOf(before ?? {}), guardOf(after ?? {})];
  if (!then.ok) return then;
  return now.ok ? success(isLooser(then.value, now.value)) : now;
}

/** The same; where rules cannot be read, the second ones count as looser. */
export function mayBeLooser(
  before: GuardRules | undefined,
  after: GuardRules | undefined,
): boolean {
  const looser = areRulesLooser(before, after);
  return !looser.ok || looser.value;
}

function isLooser(before: Guard, after: Guard): boolean {
  return (
    methods.some((method) => isLooserWith(before, after, method)) ||
    isMore(before.maxNodes, after.maxNodes) ||
    isMore(before.maxCalls, after.maxCalls) ||
    hoursOfDay.some(
      (hour) => isOpen(after.hours, hour) && !isOpen(before.hours, hour),
    ) ||
    hasOtherNodes(before.onlyNodes, after.onlyNodes)
  );
}

/**
 * A method is compared twice: as the gravest call that it can be, and as one that asks for nothing that outlasts the
 * session.
 */
function isLooserWith(before: Guard, after: Guard, method: string): boolean {
  return [null, escapeOf(method, null, [])].some(
    (escape) =>
      strictnessFor(after, method, escape) <
      strictnessFor(before, method, escape),
  );
}

/** No bound is more than any. */
function isMore(before = Infinity, after = Infinity): boolean {
  return after > before;
}

function isOpen(hours: Hours | undefined, hour: number): boolean {
  return hours === undefined || isWithin(hours, hour);
}

function hasOtherNodes(
  before: readonly string[] | undefined,
  after: readonly string[] | undefined,
): boolean {
  if (before === undefined) return false;
  return after?.every((node) => before.includes(node)) !== true;
}
