import type { Guard } from "./decide-call.ts";
import type { GuardRules } from "./guard-rules.ts";

export type Budget = Pick<GuardRules, "maxCalls" | "maxNodes" | "onlyNodes">;

/** What the rules together let a session do at most; undefined: they do not bound it. */
export function budgetOf(guards: readonly Guard[]): Budget | undefined {
  const least = (name: "maxCalls" | "maxNodes") => {
    const found = guards.flatMap((guard) => guard[name] ?? []);
    return found.length > 0 ? { [name]: Math.min(...found) } : {};
  };
  const lists = guards.flatMap(({ onlyNodes }) =>
    onlyNodes === undefined ? [] : [onlyNodes],
  );
  const common = lists[0]?.filter((node) =>
    lists.every((list) => list.includes(node)),
  );
  const budget: Budget = {
    ...least("maxCalls"),
    ...least("maxNodes"),
    ...(common ? { onlyNodes: [...common] } : {}),
  };
  return Object.keys(budget).length > 0 ? budget : undefined;
}
