// What a call through the gateway may do: its method's class, what it asks in words, and the one decision about it.
// Keep: An unknown method writes; what cannot be read is never forwarded where it would be judged by its content.
import { rolesMissingFor } from "../../roles/judge-access.ts";
import type { Result } from "../../result.ts";
import { success } from "../../result.ts";
import {
  escapeOf,
  isJudgedByContent,
  type Escape,
} from "./outlasting-calls.ts";
import {
  isWithin,
  readGuardEntry,
  type GuardEntry,
  type GuardGroup,
  type GuardRules,
} from "./guard-rules.ts";
import { classOf, isMethodName } from "./method-class.ts";
import { comparable, namedOf } from "./node-names.ts";
import type { CallRequest } from "../calls/call-request.ts";

/** What becomes of a call; there is nothing else. */
export type CallDecision =
  | { readonly verdict: "forward"; readonly rule: RuleName }
  /** A person is asked first. */
  | { readonly verdict: "hold"; readonly rule: RuleName }
  | { readonly verdict: "refuse"; readonly because: CallRefusal };

/** Why it is so: an entry of a list as it was typed, or `default`. */
export type RuleName = string;

export type CallRefusal =
  /** The path is none that Talos would have. */
  | { readonly kind: "no-method" }
  | { readonly kind: "denied"; readonly rule: RuleName }
  /** `isDenied`: by a rule, which nobody opens for a while. */
  | {
      readonly kind: "escape";
      readonly escape: Escape;
      readonly isDenied: boolean;
    }
  /** Nobody is asked about what Talos refuses to these roles. `enough`: each of those would be. */
  | {
      readonly kind: "roles";
      readonly roles: readonly string[];
      readonly enough: readonly string[];
    }
  /** It is judged by its content, and that could not be read. */
  | { readonly kind: "unreadable" }
  | { readonly kind: "too-many-calls"; readonly most: number }
  | { readonly kind: "too-many-nodes"; readonly most: number }
  /** `node`: null: the call names none. `only`: those that it may ask. */
  | {
      readonly kind: "other-node";
      readonly node: string | null;
      readonly only: readonly string[];
    }
  | { readonly kind: "hour"; readonly from: number; readonly until: number };

export interface GuardedCall {
  /** The path of the request, as it came. */
  readonly method: string;
  readonly nodes: readonly string[];
  /** Null: it was not, or could not be read. */
  readonly request: CallRequest | null;
}

/** What of the session counts. */
export interface GuardedSession {
  readonly roles: readonly string[];
  /** Those that the call goes out with, where a person gave others for a while; absent: its own. */
  readonly rolesNow?: readonly string[] | undefined;
  /** Calls that were forwarded or wait for somebody. */
  readonly calls: number;
  /** Nodes that it asked something of, by name. */
  readonly nodes: ReadonlySet<string>;
  /** By this machine's clock. */
  readonly hour: number;
  /** Methods that a person let pass for a while; absent: none. */
  readonly granted?: ReadonlySet<string> | undefined;
  /** Those of them that are called with other roles than the session's; absent: none. */
  readonly grantedRoles?: ReadonlySet<string> | undefined;
}

/** Rules with their entries looked up. */
export interface Guard extends Omit<GuardRules, Verb> {
  readonly entries: readonly (Entry & { readonly verb: Verb })[];
}

type Verb = "allow" | "hold" | "deny";
type Entry = GuardEntry & { readonly typed: string };

/** Strictest first, where two entries of one list of rules are as near to the method. */
const verbs = ["deny", "hold", "allow"] as const;

/** Errors: `usage` for an entry that is none. */
export function guardOf(rules: GuardRules): Result<Guard> {
  const entries: (Entry & { verb: Verb })[] = [];
  for (const verb of verbs)
    for (const typed of rules[verb] ?? []) {
      const entry = readGuardEntry(typed);
      if (!entry.ok) return entry;
      entries.push({ ...entry.value, typed, verb });
    }
  const { maxNodes, maxCalls, hours, ofContext, onlyNarrows } = rules;
  const onlyNodes = rules.onlyNodes?.map(comparable);
  return success({
    entries,
    maxNodes,
    onlyNodes,
    maxCalls,
    hours,
    ofContext,
    onlyNarrows,
  });
}

/** The guards of several lists of rules, all of which count. Errors: as for `guardOf`. */
export function guardsOf(
  rules: readonly GuardRules[],
): Result<readonly Guard[]> {
  const guards: Guard[] = [];
  for (const one of rules) {
    const guard = guardOf(one);
    if (!guard.ok) return guard;
    guards.push(guard.value);
  }
  return success(guards);
}

/**
 * The one decision about a call. Several guards: each by itself, and the strictest counts, so that a session cannot loosen
 * what its context's guard holds. Within one, an entry that names the method comes before one that names a group. What would
 * let a lasting credential out is refused unless an entry names it, and one of rules that only narrow names nothing so. What a
 * person let pass for a while passes, but for what is denied and beyond a bound.
 */
export function decideCall(
  guards: readonly Guard[],
  call: GuardedCall,
  session: GuardedSession,
): CallDecision {
  const { method, request } = call;
  if (!isMethodName(method)) return refuse({ kind: "no-method" });
  const escape = escapeOf(method, request, session.roles);
  const denied = denialOf(guards, method, escape);
  if (denied) return refuse(denied);
  if (isJudgedByContent(method) && request === null)
    return refuse({ kind: "unreadable" });
  const said = decideByEntries(guards, { method, escape }, session);
  if (said.verdict === "refuse") return said;
  const beyond = budgetRefusal(guards, call, session);
  if (beyond) return refuse(beyond);
  return said.verdict === "hold" ? askable(said, call, session) : said;
}

/** Nobody is asked about what could not be read, nor about what their yes would not let through. */
function askable(
  held: CallDecision,
  { method, request }: GuardedCall,
  { roles: own, rolesNow: roles = own }: GuardedSession,
): CallDecision {
  if (request === null) return refuse({ kind: "unreadable" });
  const enough = rolesMissingFor(roles, method);
  return enough ? refuse({ kind: "roles", roles, enough }) : held;
}

/**
 * What the entries of the rules say of a call. Bounds on calls, nodes and hours, and whether the call can be read,
 * are judged by `decideCall`.
 */
export function decideByEntries(
  guards: readonly Guard[],
  { method, escape }: JudgedCall,
  { granted, grantedRoles }: Pick<GuardedSession, "granted" | "grantedRoles">,
): CallDecision {
  const rules = guards.flatMap((guard) => ruleFor(guard, method, escape) ?? []);
  const denied = denialBy(rules, escape);
  if (denied) return refuse(denied);
  const byItself = withoutGrant(
    rules,
    escape,
    areNaming(guards, method, escape),
  );
  const isNeeded =
    byItself.verdict !== "forward" || grantedRoles?.has(method) === true;
  return granted?.has(method) === true && isNeeded
    ? { verdict: "forward", rule: grantRule }
    : byItself;
}

/** Does an entry name it that the session began with? One of its context has to be there still in what the context says by now. */
function areNaming(
  guards: readonly Guard[],
  method: string,
  escape: Escape | null,
): boolean {
  const isNaming = (guard: Guard) => ruleFor(guard, method, escape) !== null;
  const later = guards.filter(({ onlyNarrows }) => onlyNarrows);
  return guards.some(
    (guard) =>
      !guard.onlyNarrows &&
      isNaming(guard) &&
      (!guard.ofContext || later.every(isNaming)),
  );
}

/** What becomes of a call that nothing denies and nobody let pass for a while. */
function withoutGrant(
  rules: Guard["entries"],
  escape: Escape | null,
  isNamed: boolean,
): CallDecision {
  const [first] = rules;
  if (escape !== null && !isNamed)
    return refuse({ kind: "escape", escape, isDenied: false });
  const held = rules.find(({ verb }) => verb === "hold");
  return held
    ? { verdict: "hold", rule: held.typed }
    : { verdict: "forward", rule: first?.typed ?? "default" };
}

interface JudgedCall {
  readonly method: string;
  readonly escape: Escape | null;
}

/**
 * What a call passed by that a person let pass for a while, and that the session could not have made by itself: it goes on no
 * longer than that.
 */
export const grantRule = "request";

/** How strict a guard is with a call: less is looser. What outlives the session and is named by no entry is refused, and an entry of a session may open it. */
export function strictnessFor(
  guard: Guard,
  method: string,
  escape: Escape | null,
): number {
  const rule = ruleFor(guard, method, escape);
  if (rule === null) return escape === null ? 0 : 2;
  return { allow: 0, hold: 1, deny: 3 }[rule.verb];
}

/** How lists of rules deny a method, read as what would be let out by it; null: none does. Whoever agrees, it stays denied. */
export function denialOf(
  guards: readonly Guard[],
  method: string,
  escape: Escape | null,
): CallRefusal | null {
  const rules = guards.flatMap((guard) => ruleFor(guard, method, escape) ?? []);
  return denialBy(rules, escape);
}

/** What outlives the session is called that, also where somebody denies all of it. */
function denialBy(
  rules: readonly Guard["entries"][number][],
  escape: Escape | null,
): CallRefusal | null {
  const entry = rules.find(({ verb }) => verb === "deny");
  if (!entry) return null;
  const isOfEscapes = entry.kind === "group" && entry.group === "escapes";
  return isOfEscapes && escape !== null
    ? { kind: "escape", escape, isDenied: true }
    : { kind: "denied", rule: entry.typed };
}

function refuse(because: CallRefusal): CallDecision {
  return { verdict: "refuse", because };
}

/** The entry of one list of rules that counts for the method; null: none does. */
function ruleFor(guard: Guard, method: string, escape: Escape | null) {
  const inOrder = verbs.flatMap((verb) =>
    guard.entries.filter((entry) => entry.verb === verb),
  );
  const named = inOrder.find(
    (entry) => entry.kind === "methods" && entry.methods.includes(method),
  );
  if (named) return named;
  return (
    inOrder.find(
      (entry) =>
        entry.kind === "group" && isIn(entry.group, entry.verb, method, escape),
    ) ?? null
  );
}

/** A group lets no escape through, not even to a person's question, but for `escapes`; one that is denied covers all. */
function isIn(
  group: GuardGroup,
  verb: Verb,
  method: string,
  escape: Escape | null,
): boolean {
  if (group === "escapes") return escape !== null;
  if (verb !== "deny" && escape !== null) return false;
  const kind = classOf(method);
  switch (group) {
    case "reads":
      return kind === "read";
    case "writes":
      return kind !== "read";
    case "destructive":
      return kind === "destructive";
  }
}

/** The bound that refuses any call of that method now, whichever node it is for; null: none does. */
export function boundReached(
  guards: readonly Guard[],
  method: string,
  { calls, hour }: Pick<GuardedSession, "calls" | "hour">,
): CallRefusal | null {
  const ofAnyNode = guards.map(({ entries, maxCalls, hours }) => ({
    entries,
    maxCalls,
    hours,
  }));
  const session = { roles: [], calls, hour, nodes: new Set<string>() };
  return budgetRefusal(
    ofAnyNode,
    { method, nodes: [], request: null },
    session,
  );
}

function budgetRefusal(
  guards: readonly Guard[],
  { method, nodes }: GuardedCall,
  session: GuardedSession,
): CallRefusal | null {
  for (const guard of guards) {
    const { maxCalls, maxNodes, onlyNodes, hours } = guard;
    if (maxCalls !== undefined && session.calls >= maxCalls)
      return { kind: "too-many-calls", most: maxCalls };
    if (onlyNodes !== undefined) {
      const only = { kind: "other-node", only: onlyNodes } as const;
      if (nodes.length === 0) return { ...only, node: null };
      const other = nodes.find((node) => !onlyNodes.includes(comparable(node)));
      if (other !== undefined) return { ...only, node: other };
    }
    const together = new Set(
      [...session.nodes, ...namedOf(nodes)].map(comparable),
    );
    if (maxNodes !== undefined && together.size > maxNodes)
      return { kind: "too-many-nodes", most: maxNodes };
    const isRead = classOf(method) === "read";
    if (hours && !isRead && !isWithin(hours, session.hour))
      return { kind: "hour", ...hours };
  }
  return null;
}
