import { countOf } from "../../../counted-noun.ts";
import { dateText } from "../../../moment-text.ts";
import { check, type Check } from "./check.ts";

const dayMs = 24 * 60 * 60 * 1000;

/**
 * Whether the audit log goes back further than a person wants it to.
 * @param most days; 0: it may for ever
 * @param since when it begins; null: there is none
 * @param next how it is archived where this is said
 */
export function logAgeChecks(
  most: number,
  since: Date | null,
  now: Date,
  next: string,
): readonly Check[] {
  if (most === 0 || since === null) return [];
  if (now.getTime() - since.getTime() <= most * dayMs) return [];
  const begins = `The audit log begins on ${dateText(since)}, and is to be archived after ${countOf(most, "day")}.`;
  return [check("audit", "warning", "audit-old", begins, { next })];
}
