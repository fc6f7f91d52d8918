import { hoursText, type GuardRules } from "./guard-rules.ts";

/** What a guard says, as names and values; what it does not say is left out. The names are the options of the command line. */
export function guardLines({
  allow = [],
  hold = [],
  deny = [],
  maxNodes,
  hours,
}: GuardRules): readonly (readonly [name: string, value: string])[] {
  const all: readonly (readonly [string, string])[] = [
    ["deny", deny.join(", ")],
    ["hold", hold.join(", ")],
    ["allow", allow.join(", ")],
    ["max-nodes", maxNodes === undefined ? "" : String(maxNodes)],
    ["hours", hours ? hoursText(hours) : ""],
  ];
  return all.filter(([, value]) => value !== "");
}
