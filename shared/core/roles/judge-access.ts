import type { TalosctlCommand } from "./commands.ts";
import {
  latestVersion,
  noteOf,
  rulesOf,
  talosVersions,
  type MethodRule,
} from "./methods.ts";
import { adminRole, hasEveryRight, isKnownRole, knownRoles } from "./role.ts";

/** May these roles do it, and why. */
export interface Access {
  readonly isAllowed: boolean;
  /** False: that release lacks a method of it, so that no role helps. */
  readonly isInRelease: boolean;
  /** One of the caller's roles that is enough by itself; null when several are needed together, or none is. */
  readonly by: string | null;
  readonly methods: readonly MethodAccess[];
  /** What else has to be known, as sentences. */
  readonly notes: readonly string[];
}

export interface MethodAccess {
  readonly method: string;
  /** The caller's role that allows it; null: none. */
  readonly by: string | null;
  /** Roles that would. Empty: nobody may, or this release has no such method. */
  readonly roles: readonly string[];
}

/** May these roles call one method of that release? */
export function judgeMethod(
  roles: readonly string[],
  method: string,
  version = latestVersion,
): Access {
  const rules = rulesOf(version);
  const access = methodAccess(rules, roles, method);
  const note = noteOf(method);
  const isInRelease = has(rules, method);
  const notes = isInRelease
    ? [...(note ? [note] : []), ...impersonation(roles)]
    : [`Talos ${version} has no such method, so no role can call it there.`];
  return {
    isAllowed: access.by !== null,
    isInRelease,
    by: access.by,
    methods: [access],
    notes,
  };
}

/**
 * The roles that may call a method which no release of Talos lets these roles call; null: some release does, or nobody knows.
 * The node's own release is not asked, so that one with looser rules is not judged by another's.
 */
export function rolesMissingFor(
  roles: readonly string[],
  method: string,
): readonly string[] | null {
  if (roles.length === 0 || hasEveryRight(roles)) return null;
  const access = talosVersions.map((version) =>
    judgeMethod(roles, method, version),
  );
  if (access.some(({ isAllowed }) => isAllowed)) return null;
  const enough = access.findLast(({ isInRelease }) => isInRelease)?.methods[0];
  return enough && enough.roles.length > 0 ? enough.roles : null;
}

/**
 * May these roles run a command of talosctl on that release? All methods that it always calls must be allowed, by
 * any of the roles; where the handler asks for more than the rule, a role that is known to be enough must be there.
 */
export function judgeCommand(
  roles: readonly string[],
  command: TalosctlCommand,
  version = latestVersion,
): Access {
  const rules = rulesOf(version);
  const methods = command.requires.map((method) =>
    methodAccess(rules, roles, method),
  );
  const isCovered = methods.every(({ by }) => by !== null);
  const enough = command.sufficientRoles.filter((role) => roles.includes(role));
  const isLimited = asksForMore(command);
  const by =
    roles.find((role) => methods.every((one) => one.roles.includes(role))) ??
    null;
  const missing = methods.filter(({ method }) => !has(rules, method));
  return {
    isAllowed: isCovered && (!isLimited || enough.length > 0),
    isInRelease: missing.length === 0,
    by: isLimited ? (enough[0] ?? null) : by,
    methods,
    notes: [
      ...missing.map(
        ({ method }) =>
          `Talos ${version} has no method ${method.slice(1)}, so no role can run it there.`,
      ),
      ...(isLimited ? ["Talos asks for os:admin beyond its rule table."] : []),
      ...(command.note ? [command.note] : []),
      ...impersonation(roles),
    ],
  };
}

/** True when roles that the rules would let through are not enough: a handler or a sensitive resource says no. */
function asksForMore({ requires, sufficientRoles }: TalosctlCommand): boolean {
  const rules = rulesOf(latestVersion);
  return knownRoles.some(
    ({ name }) =>
      !sufficientRoles.includes(name) &&
      requires.every((method) =>
        rules.find((rule) => rule.method === method)?.roles.includes(name),
      ),
  );
}

function has(rules: readonly MethodRule[], method: string): boolean {
  return rules.some((rule) => rule.method === method);
}

function methodAccess(
  rules: readonly MethodRule[],
  roles: readonly string[],
  method: string,
): MethodAccess {
  const allowed = rules.find((rule) => rule.method === method)?.roles ?? [];
  const by = roles.find((role) => allowed.includes(role)) ?? null;
  return { method, by, roles: allowed };
}

function impersonation(roles: readonly string[]): readonly string[] {
  const unknown = roles.filter((role) => !isKnownRole(role));
  return [
    ...(roles.includes("os:impersonator")
      ? [
          `os:impersonator can act with any role, so whoever has it has ${adminRole}.`,
        ]
      : []),
    ...unknown.map((role) => `No rule of Talos uses ${role}.`),
  ];
}
