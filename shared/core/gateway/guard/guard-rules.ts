import { failure, success, type Result } from "../../result.ts";
import { vaultError } from "../../errors.ts";
import { closest } from "../../closest.ts";
import {
  commandsBelow,
  findCommand,
  nearestCommand,
} from "../../roles/commands.ts";
import { findMethods, nearestMethod } from "../../roles/methods.ts";
import { escapeOf, mayEscape } from "./outlasting-calls.ts";
import { classOf } from "./method-class.ts";

export const guardGroups = [
  "reads",
  "writes",
  "destructive",
  "escapes",
] as const;
export type GuardGroup = (typeof guardGroups)[number];

/** The rules for a gateway's calls, of a context or of one session. Entries are kept as they were typed. */
export interface GuardRules {
  readonly allow?: readonly string[] | undefined;
  readonly hold?: readonly string[] | undefined;
  readonly deny?: readonly string[] | undefined;
  /** Different nodes that a session may ask something of. */
  readonly maxNodes?: number | undefined;
  /** No call may go to another one. */
  readonly onlyNodes?: readonly string[] | undefined;
  /** Calls of a session. */
  readonly maxCalls?: number | undefined;
  /** Hours of the day, by this machine's clock, at which anything but a read may be done; may go over midnight. */
  readonly hours?: Hours | undefined;
  /** They are those of its context, as the session began: what they name stays named as long as those that came later name it too. */
  readonly ofContext?: boolean | undefined;
  /** They came to a session that runs: what they let through they open to it no more than it was. */
  readonly onlyNarrows?: boolean | undefined;
}

export interface Hours {
  /** 0 to 23. */
  readonly from: number;
  /** 1 to 24: the first hour after them. */
  readonly until: number;
}

/** What an entry of a list stands for. */
export type GuardEntry =
  | { readonly kind: "group"; readonly group: GuardGroup }
  | { readonly kind: "methods"; readonly methods: readonly string[] };

/** An entry: a group, a method (`/machine.MachineService/Reset`, `MachineService/Reset`, `Reset`), a command of talosctl. */
export function readGuardEntry(text: string): Result<GuardEntry> {
  const group = guardGroups.find((name) => name === text);
  if (group) return success({ kind: "group", group });
  const isMethod = isMethodName(text);
  const methods = isMethod ? findMethods(text) : methodsOfCommand(text);
  if (methods.length === 0) return failure(unknownEntry(text));
  if (isMethod && methods.length > 1)
    return failure(
      vaultError(
        "usage",
        `Several methods are called ${text}.`,
        `Name one in full: ${methods.join(", ")}`,
      ),
    );
  return success({ kind: "methods", methods });
}

function isMethodName(text: string): boolean {
  return text.includes("/") || /^[A-Z]/.test(text);
}

/**
 * The methods that make the command what it is: what it changes, else what it takes out, else what it reads. Every command
 * asks for a version, most list something first, and one that changes may read files on its way, which is not what it is for.
 */
function methodsOfCommand(text: string): readonly string[] {
  const found = findCommand(text.split(" ").filter(Boolean));
  if (found.kind !== "calls") return [];
  const { requires, optional } = found.command;
  const all = [...requires, ...optional.map(({ method }) => method)];
  const isChange = (method: string) => classOf(method) !== "read";
  const isNamed = (method: string) => !method.endsWith("/Version");
  for (const isTelling of [isChange, isAlwaysEscape, isNamed]) {
    const telling = all.filter(isTelling);
    if (telling.length > 0) return [...new Set(telling)];
  }
  return [...new Set(all)];
}

/** Every call of the method is an escape; a read of resources is one only for some of them. */
function isAlwaysEscape(method: string): boolean {
  return (
    mayEscape(method) &&
    escapeOf(method, null, []) !== null &&
    !/\/(?:Get|List|Watch)$/.test(method)
  );
}

function unknownEntry(text: string) {
  const below = commandsBelow(text.trim());
  if (below.length > 0)
    return vaultError(
      "usage",
      `"${text}" calls nothing by itself: several commands of talosctl begin with it.`,
      `Name those that are meant: ${below.join(", ")}.`,
    );
  const near = isMethodName(text)
    ? nearestMethod(text)
    : (closest(text, guardGroups) ?? nearestCommand(text.split(" ")));
  return vaultError(
    "usage",
    `"${text}" is no group, no method of Talos and no command of talosctl that calls one.`,
    `${near === null ? "" : `Did you mean "${near}"? `}Groups are ${guardGroups.join(", ")}; a method is written as MachineService/Reset, a command as "etcd snapshot".`,
  );
}

/** `08-18`, `22-06`; null for anything else. */
export function readHours(text: string): Hours | null {
  const [, from = "", until = ""] = /^(\d{1,2})-(\d{1,2})$/.exec(text) ?? [];
  if (from === "" || until === "") return null;
  const hours = { from: Number(from), until: Number(until) };
  const isDay = hours.from <= 23 && hours.until >= 1 && hours.until <= 24;
  return isDay && hours.from !== hours.until ? hours : null;
}

export function hoursText({ from, until }: Hours): string {
  const two = (hour: number) => String(hour).padStart(2, "0");
  return `${two(from)}-${two(until)}`;
}

export function isWithin({ from, until }: Hours, hour: number): boolean {
  return from < until
    ? hour >= from && hour < until
    : hour >= from || hour < until;
}
