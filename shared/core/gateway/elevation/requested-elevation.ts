import { vaultError } from "../../errors.ts";
import { failure, success, type Result } from "../../result.ts";
import { findCommand, type FoundCommand } from "../../roles/commands.ts";
import { judgeCommand, judgeMethod } from "../../roles/judge-access.ts";
import { latestVersion, methodRules } from "../../roles/methods.ts";
import { leastRole, narrowestRole } from "../../roles/narrowest-role.ts";
import { isKnownRole, knownRoles, meantRole } from "../../roles/role.ts";
import type { CallRefusal, Guard } from "../guard/decide-call.ts";
import { escapeOf, mayEscape } from "../guard/outlasting-calls.ts";
import {
  foreseeCall,
  knownOf,
  type ForeseenCall,
} from "../guard/foresee-call.ts";
import { readGuardEntry } from "../guard/guard-rules.ts";
import { refusalText } from "../guard/refusal-text.ts";
import { escapeText } from "../guard/restriction-text.ts";

/** What a running session asks to have for a while, in addition to its own rights. */
export interface Elevation {
  /** Methods that are called without a question; empty: it is about the roles alone. */
  readonly methods: readonly string[];
  /** Instead of the session's; null: those are enough. */
  readonly roles: readonly string[] | null;
  /** What of it outlives the session, as what it can do. */
  readonly opens: readonly string[];
}

/** The session that asks. */
export interface AskingSession {
  readonly guards: readonly Guard[];
  /** Empty: they are not known. */
  readonly roles: readonly string[];
  readonly isAgents: boolean;
}

/**
 * What the words of a request stand for: roles separated by commas, a command of talosctl, or a method. Null: the session may
 * do it already. Errors: `usage` for words that are none of these; `declined` for what a guard closes whoever agrees.
 */
export function readElevation(
  words: string,
  session: AskingSession,
): Result<Elevation | null> {
  return words.startsWith("os:")
    ? readRoles(words, session)
    : readCommand(words, session);
}

function readRoles(
  words: string,
  session: AskingSession,
): Result<Elevation | null> {
  const roles = [...new Set(words.split(",").map((word) => word.trim()))];
  const unknown = roles.find((role) => !isKnownRole(role));
  if (unknown !== undefined) return failure(unknownRole(unknown));
  if (session.roles.length === 0) return failure(noRoles());
  const hasAll = roles.every((role) => session.roles.includes(role));
  return success(hasAll ? null : { methods: [], roles, opens: [] });
}

function readCommand(
  words: string,
  session: AskingSession,
): Result<Elevation | null> {
  const entry = readGuardEntry(words);
  if (!entry.ok) return entry;
  if (entry.value.kind === "group") return failure(namesGroup(words));
  const { methods } = entry.value;
  const { guards, roles, isAgents } = session;
  const granted = new Set(methods);
  const found = findCommand(words.split(" ").filter(Boolean));
  const known = (method: string) =>
    found.kind === "calls" ? knownOf(method, found.command) : undefined;
  for (const method of methods) {
    const foreseen = foreseeCall(
      guards,
      method,
      { roles, granted },
      known(method),
    );
    const because = closedFor(foreseen);
    const whose = { isAgents, canRequest: true };
    if (because) return failure(closed(refusalText(because, whose)));
  }
  const wanted = missingRoles({ words, found }, methods, roles);
  if (!wanted.ok) return wanted;
  const isOpen = methods.every(
    (method) =>
      foreseeCall(guards, method, { roles }, known(method)).kind === "passes",
  );
  if (isOpen && wanted.value === null) return success(null);
  const opens = methods
    .filter(mayEscape)
    .flatMap((method) => escapeOf(method, null, roles) ?? [])
    .map(escapeText);
  return success({ methods, roles: wanted.value, opens: [...new Set(opens)] });
}

/** Why a person's yes could not let anything more through; null: it could. */
function closedFor(foreseen: ForeseenCall): CallRefusal | null {
  if (foreseen.kind === "closed") return foreseen.because;
  return foreseen.kind === "depends" ? foreseen.worst : null;
}

/** The role with the fewest rights that is enough, where the session's are not; null: they are, or are not known. */
function missingRoles(
  { words, found }: { readonly words: string; readonly found: FoundCommand },
  methods: readonly string[],
  roles: readonly string[],
): Result<readonly string[] | null> {
  if (roles.length === 0) return success(null);
  const may = (has: readonly string[]) =>
    found.kind === "calls"
      ? judgeCommand(has, found.command).isAllowed
      : methods.every((method) => judgeMethod(has, method).isAllowed);
  if (may(roles)) return success(null);
  const role =
    found.kind === "calls"
      ? narrowestRole(found.command, latestVersion)
      : leastRole((one) => may([one]), methodRules);
  return role === null
    ? failure(closed(`No role of Talos may call ${words}.`))
    : success([role]);
}

function unknownRole(role: string) {
  return vaultError(
    "usage",
    `No rule of Talos uses ${role}.`,
    `${meantRole(role)}Roles are ${knownRoles.map(({ name }) => name).join(", ")}.`,
  );
}

function noRoles() {
  return vaultError(
    "unsupported",
    "Nobody can read which roles this session has, so that none can be added.",
    "Ask the person you work for to start another session.",
  );
}

function namesGroup(words: string) {
  return vaultError(
    "usage",
    `A person is asked about something, and "${words}" is everything of a kind.`,
    "Name a role, a command of talosctl, or a method.",
  );
}

function closed(why: string) {
  return vaultError(
    "declined",
    why,
    "That is not opened for this session, whoever agrees.",
  );
}
