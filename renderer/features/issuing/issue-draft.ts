import { dangerOf } from "../../../shared/core/policy/guard.ts";
import { isKnownRole } from "../../../shared/core/roles/role.ts";
import {
  maxCertificateSeconds,
  parseDuration,
} from "../../../shared/core/sessions/duration.ts";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { dangerWords } from "../danger-words.ts";
import type { OpenedAuthority } from "../../../shared/contract/issuing.ts";

type Order = RequestOf<"issuing.issue">;
type Terms = RequestOf<"issuing.preview">;
export type Target = "renew" | "context" | "file" | "automation";

type Wish = Pick<IssueDraft, "roles" | "custom" | "lifetime">;

/** A credential as it is being typed. */
export interface IssueDraft {
  readonly context: string;
  /** Read from a file, to be used once; null: the vault's. */
  readonly opened: OpenedAuthority | null;
  /** Typed as the authority's file, and not read yet: whoever typed it does not mean the authority that is shown. */
  readonly unreadPath: string;
  readonly roles: readonly string[];
  /** Roles that Talos has no rule for, separated by commas. */
  readonly custom: string;
  readonly lifetime: string;
  readonly target: Target;
  /** What was chosen before a pipeline's values took its place. */
  readonly beforePipeline: Wish | null;
  readonly as: string;
  readonly path: string;
  readonly recipient: string;
  readonly reason: string;
  readonly isForced: boolean;
  readonly acceptsOtherAuthority: boolean;
  readonly confirmation: string;
}

export function firstIssueDraft(
  name: string,
  roles: readonly string[],
): IssueDraft {
  return {
    context: name,
    opened: null,
    unreadPath: "",
    roles: roles.filter(isKnownRole),
    custom: roles.filter((role) => !isKnownRole(role)).join(", "),
    lifetime: "90d",
    target: "renew",
    beforePipeline: null,
    as: "",
    path: "",
    recipient: "",
    reason: "",
    isForced: false,
    acceptsOtherAuthority: false,
    confirmation: "",
  };
}

/** A pipeline gets the least, for a day, until something else is chosen; everything else what was chosen before it. */
export function aimedAt(
  { target: before, beforePipeline, roles, custom, lifetime }: IssueDraft,
  target: Target,
): Partial<IssueDraft> {
  if (target === before) return {};
  if (target === "automation")
    return {
      target,
      beforePipeline: { roles, custom, lifetime },
      roles: ["os:reader"],
      custom: "",
      lifetime: "1d",
    };
  return { target, ...beforePipeline, beforePipeline: null };
}

export function lifetimeOf({ lifetime }: IssueDraft): number | null {
  return parseDuration(lifetime.trim(), maxCertificateSeconds);
}

/** The chosen roles and the typed ones. */
function rolesOf({ roles, custom }: IssueDraft): readonly string[] {
  const typed = custom
    .split(",")
    .map((role) => role.trim())
    .filter((role) => role !== "");
  return [...new Set([...roles, ...typed])];
}

/** Why main wants the context's name typed, as a sentence; asking for it here saves a refusal. Null: it does not. */
export function guardOf(
  draft: IssueDraft,
  { production }: ContextRow,
): string | null {
  const danger = dangerOf(rolesOf(draft), production);
  return danger && dangerWords[danger];
}

/** What a preview is asked for; null while there is no authority or no lifetime. */
export function termsOf(draft: IssueDraft, row: ContextRow): Terms | null {
  const ttlSeconds = lifetimeOf(draft);
  const { opened, context, isForced, acceptsOtherAuthority } = draft;
  if (ttlSeconds === null || (!opened && !row.issuer)) return null;
  const roles = rolesOf(draft);
  return {
    context,
    roles: [...roles],
    ttlSeconds,
    authority: opened
      ? { kind: "file", token: opened.token }
      : { kind: "vault" },
    acceptsCustomRoles: roles.some((role) => !isKnownRole(role)),
    isForced,
    acceptsOtherAuthority: opened !== null && acceptsOtherAuthority,
  };
}

/** Why nothing can be issued yet, as a sentence; null: main can be asked. */
export function missingOf(
  draft: IssueDraft,
  row: ContextRow,
  isPathTyped: boolean,
): string | null {
  const { opened, unreadPath } = draft;
  if (unreadPath !== "")
    return "The file with the authority is typed, but not read.";
  if (!opened && !row.issuer) return "There is no authority to sign it yet.";
  if (lifetimeOf(draft) === null)
    return "The lifetime is not between a second and a hundred years.";
  return missingForTarget(draft, isPathTyped) ?? missingForGuard(draft, row);
}

function missingForTarget(
  { target, as, path }: IssueDraft,
  isPathTyped: boolean,
): string | null {
  if (target === "renew") return null;
  if (target === "context")
    return as.trim() ? null : "The new context has no name yet.";
  return isPathTyped && !path.trim()
    ? "The file to write has no path yet."
    : null;
}

function missingForGuard(draft: IssueDraft, row: ContextRow): string | null {
  if (guardOf(draft, row) === null) return null;
  if (draft.reason.trim() === "") return "A reason is needed.";
  return draft.confirmation === draft.context
    ? null
    : `${draft.context} is to be typed.`;
}

/** What main is asked; null while something is missing. */
export function orderOf(
  draft: IssueDraft,
  row: ContextRow,
  isPathTyped: boolean,
): Order | null {
  const terms = termsOf(draft, row);
  if (!terms || missingOf(draft, row, isPathTyped) !== null) return null;
  const [recipient, reason] = [draft.recipient.trim(), draft.reason.trim()];
  return {
    ...terms,
    target: targetOf(draft, isPathTyped),
    ...(recipient ? { recipient } : {}),
    ...(reason ? { reason } : {}),
    ...(guardOf(draft, row) ? { confirmation: draft.confirmation } : {}),
  };
}

function targetOf(
  { target, as, path }: IssueDraft,
  isPathTyped: boolean,
): Order["target"] {
  if (target === "renew") return { kind: "renew" };
  if (target === "context") return { kind: "context", as: as.trim() };
  const isAutomation = target === "automation";
  return {
    kind: "file",
    isAutomation,
    ...(isPathTyped ? { path: path.trim() } : {}),
  };
}
