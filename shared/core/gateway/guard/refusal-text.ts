import { countOf } from "../../counted-noun.ts";
import { fewNames } from "../../few-names.ts";
import { talosctlCommands } from "../../roles/commands.ts";
import { printable } from "../../text/printable.ts";
import type { CallRefusal } from "./decide-call.ts";
import { hoursText } from "./guard-rules.ts";
import { escapeText } from "./restriction-text.ts";

/** Whose call it was. */
interface RefusedSession {
  readonly isAgents: boolean;
  /** A person can be asked to give it more for a while. */
  readonly canRequest: boolean;
}

/**
 * Why a call was refused, and what can be done instead, for whoever made it. An agent is told what to ask a person, and
 * nothing that it could type to get around; `request` asks a person too.
 */
export function refusalText(
  because: CallRefusal,
  whose: RefusedSession,
): string {
  const next = whose.isAgents ? nextOfAgent(because) : nextOfPerson(because);
  const request = canBeRequested(because, whose)
    ? "It can be requested: then a person is asked to allow it for a while."
    : "";
  return [whyText(because), next, request].filter(Boolean).join(" ");
}

/** Could a person be asked to open it for a while? What outlives a session is not opened for an agent. */
function canBeRequested(
  because: CallRefusal,
  { isAgents, canRequest }: RefusedSession,
): boolean {
  const isClosed = because.kind === "escape" && !because.isDenied && !isAgents;
  return canRequest && (isClosed || because.kind === "roles");
}

/** What a request for such a call names, as it is typed; null: nobody could open it. */
export function requestWords(
  because: CallRefusal,
  method: string,
  whose: RefusedSession,
): string | null {
  if (!canBeRequested(because, whose)) return null;
  const own = (method.split("/").at(-1) ?? "").toLowerCase();
  // The command of talosctl that is for this method, else the method itself.
  const command = talosctlCommands.find(
    (one) =>
      one.command.replaceAll(" ", "") === own && one.requires.includes(method),
  );
  return command?.command ?? method;
}

/** What an agent should ask the person whom it works for; empty where no person could allow it. */
function nextOfAgent({ kind }: CallRefusal): string {
  switch (kind) {
    case "escape":
      return "Nobody can allow that to an agent: ask the person you work for to do it.";
    case "too-many-calls":
    case "too-many-nodes":
    case "other-node":
    case "hour":
      return "Ask the person you work for to do it, or to start another session.";
    case "denied":
      return "Ask the person you work for to do it.";
    case "no-method":
    case "roles":
    case "unreadable":
      return "";
  }
}

/** Bounds that a person set for one session; what a guard says has its own way out. */
function nextOfPerson({ kind }: CallRefusal): string {
  return kind === "other-node" || kind === "too-many-calls"
    ? "It stays so until the session ends: start another one, with other bounds."
    : "";
}

/** The nodes that a person named: few, or they had not been typed. */
function onlyText(only: readonly string[]): string {
  return fewNames(only, printable);
}

function whyText(because: CallRefusal): string {
  switch (because.kind) {
    case "no-method":
      return "This is no method of the Talos API.";
    case "denied":
      return `The guard of this session denies it (${printable(because.rule)}).`;
    case "escape":
      return `This session cannot ${escapeText(because.escape)}: it would last longer than the session.`;
    case "roles":
      return `Talos lets no ${because.roles.map(printable).join(", ")} do that: it needs ${because.enough.join(" or ")}, so nobody is asked about this call.`;
    case "unreadable":
      return "The request could not be read, and the guard judges it by what it asks for.";
    case "too-many-calls":
      return `This session may make ${countOf(because.most, "call")}, and has made as many.`;
    case "too-many-nodes":
      return `This session may ask ${countOf(because.most, "different node")}, and not one more.`;
    case "other-node":
      return because.node === null
        ? `This session may ask ${onlyText(because.only)} alone, and the call names none.`
        : `This session may ask ${onlyText(because.only)} alone, and not ${printable(because.node)}.`;
    case "hour":
      return `It is outside the hours ${hoursText(because)} in which this session may change anything.`;
  }
}
