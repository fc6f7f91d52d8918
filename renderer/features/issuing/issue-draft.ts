import {
  adminRole,
  isKnownRole,
  impersonatorRole,
} from "../../../shared/core/roles/role.ts";
import {
  maxCertificateSeconds,
  parseDuration,
} from "../../../shared/core/sessions/duration.ts";
import type { ContextRow } from "../../../shared/contract/contexts.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import type { OpenedAuthority } from "../../../shared/contract/issuing.ts";

type Order = RequestOf<"issuing.issue">;
type Terms = RequestOf<"issuing.preview">;
export type Target = "renew" | "context" | "file" | "automation";

/** A credential as it is being typed. */
export interface IssueDraft {
  readonly context: string;
  /** Read from a file, to be used once; null: the vault's. */
  readonly opened: OpenedAuthority | null;
  readonly roles: readonly string[];
  /** Roles that Talos has no rule for, separated by commas. */
  readonly custom: string;
  readonly lifetime: string;
  readonly target: Target;
  readonly as: string;
  readonly path: string;
  readonly recipient: string;
  readonly reason: string;
  readonly isForced: boolean;
  readonly acceptsOtherAuthority: boolean;
  readonly confirmation: string;
}

export function firstIssueDraft({ name, roles }: ContextRow): IssueDraft {
  return {
    context: name,
    opened: null,
    roles: roles.filter(isKnownRole),
    custom: roles.filter((role) => !isKnownRole(role)).join(", "),
    lifetime: "90d",
    target: "renew",
    as: "",
    path: "",
    recipient: "",
    reason: "",
    isForced: false,
    acceptsOtherAuthority: false,
    confirmation: "",
  };
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
  const roles = rolesOf(draft);
  const isEverything = roles.includes(impersonatorRole);
  if (production && (isEverything || roles.includes(adminRole)))
    return "It is marked production, and the credential can do everything. A reason is needed too.";
  return isEverything ? `${impersonatorRole} can act with any role.` : null;
}

function isConfirmed(draft: IssueDraft, row: ContextRow): boolean {
  if (guardOf(draft, row) === null) return true;
  const hasReason = !row.production || draft.reason.trim() !== "";
  return draft.confirmation === draft.context && hasReason;
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

/** What main is asked; null while something is missing. */
export function orderOf(
  draft: IssueDraft,
  row: ContextRow,
  isPathTyped: boolean,
): Order | null {
  const terms = termsOf(draft, row);
  const target = targetOf(draft, isPathTyped);
  if (!terms || !target || !isConfirmed(draft, row)) return null;
  const [recipient, reason] = [draft.recipient.trim(), draft.reason.trim()];
  return {
    ...terms,
    target,
    ...(recipient ? { recipient } : {}),
    ...(reason ? { reason } : {}),
    ...(guardOf(draft, row) ? { confirmation: draft.confirmation } : {}),
  };
}

function targetOf(
  { target, as, path }: IssueDraft,
  isPathTyped: boolean,
): Order["target"] | null {
  if (target === "renew") return { kind: "renew" };
  if (target === "context")
    return as.trim() ? { kind: "context", as: as.trim() } : null;
  const isAutomation = target === "automation";
  if (!isPathTyped) return { kind: "file", isAutomation };
  return path.trim() ? { kind: "file", path: path.trim(), isAutomation } : null;
}
