import {
  dangerOf,
  type Danger,
} from "../../../shared/core/policy/confirmation.ts";
import { isKnownRole } from "../../../shared/core/roles/role.ts";
import {
  maxCertificateSeconds,
  parseDuration,
} from "../../../shared/core/sessions/duration.ts";
import { typedList } from "../../../shared/core/text/typed-list.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { missingForDanger } from "../fields/danger-text.ts";
import type { OpenedAuthority } from "../../../shared/contract/issuing.ts";

type Order = RequestOf<"issuing.issue">;
type Terms = RequestOf<"issuing.preview">;
export type Target = "renew" | "context" | "file" | "automation";

type Choice = Pick<IssueDraft, "roles" | "custom" | "lifetime">;

/** Whom a credential is issued for, and what can make it. */
export interface IssueScene {
  readonly row: ListedContext;
  /** The os:admin context that a node of the cluster can be asked as; null: there is none. */
  readonly asker: Pick<ListedContext, "name" | "production"> | null;
}

/** A credential as it is being typed. */
export interface IssueDraft {
  readonly context: string;
  /** Read from a file, to be used once; null: the vault's. */
  readonly opened: OpenedAuthority | null;
  /** Typed as the authority's file, and not read yet: whoever typed it does not mean the authority that is shown. */
  readonly unreadPath: string;
  /** A node is to make it, though the vault has an authority. */
  readonly isByNode: boolean;
  readonly roles: readonly string[];
  /** Roles that Talos has no rule for, separated by commas. */
  readonly custom: string;
  readonly lifetime: string;
  readonly target: Target;
  /** What was chosen before a preset's values took its place. */
  readonly beforePreset: Choice | null;
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
    isByNode: false,
    roles: roles.filter(isKnownRole),
    custom: roles.filter((role) => !isKnownRole(role)).join(", "),
    lifetime: "90d",
    target: "renew",
    beforePreset: null,
    as: "",
    path: "",
    recipient: "",
    reason: "",
    isForced: false,
    acceptsOtherAuthority: false,
    confirmation: "",
  };
}

/** What credentials are made for most: where one goes, what it may do, and for how long. */
const presets = {
  colleague: { target: "file", roles: ["os:reader"], custom: "", lifetime: "30d" }, // prettier-ignore
  pipeline: { target: "automation", roles: ["os:reader"], custom: "", lifetime: "1d" }, // prettier-ignore
} as const;
export type IssuePreset = keyof typeof presets;

/** The draft as a preset has it; what was chosen before comes back where something else is issued. */
export function preset(
  { beforePreset, roles, custom, lifetime }: IssueDraft,
  name: IssuePreset,
): Partial<IssueDraft> {
  return {
    ...presets[name],
    beforePreset: beforePreset ?? { roles, custom, lifetime },
  };
}

/** Which preset the draft is, as it was chosen; null: none, or changed since. */
export function presetOf(draft: IssueDraft): IssuePreset | null {
  const isAs = (name: IssuePreset) => {
    const { target, roles, custom, lifetime } = presets[name];
    return (
      draft.target === target &&
      draft.roles.join() === roles.join() &&
      draft.custom === custom &&
      draft.lifetime === lifetime
    );
  };
  return (["colleague", "pipeline"] as const).find(isAs) ?? null;
}

/** A pipeline gets the least, for a day, until something else is chosen; everything else what was chosen before it. */
export function aimedAt(
  draft: IssueDraft,
  target: Target,
): Partial<IssueDraft> {
  if (target === draft.target) return {};
  if (target === "automation") return preset(draft, "pipeline");
  return { target, ...draft.beforePreset, beforePreset: null };
}

export function lifetimeOf({ lifetime }: IssueDraft): number | null {
  return parseDuration(lifetime.trim(), maxCertificateSeconds);
}

/** The chosen roles and the typed ones. */
function rolesOf({ roles, custom }: IssueDraft): readonly string[] {
  return [...new Set([...roles, ...typedList(custom)])];
}

/** Who makes it; null: nobody can yet. What was chosen counts, else nothing from outside the vault unless it has to be. */
export function makerOf(
  { opened, isByNode }: Pick<IssueDraft, "opened" | "isByNode">,
  { row, asker }: IssueScene,
): Terms["authority"] | null {
  if (opened) return { kind: "file", token: opened.token };
  if (asker && (isByNode || !row.issuer))
    return { kind: "node", asker: asker.name };
  return row.issuer ? { kind: "vault" } : null;
}

/** Why main wants the context's name typed; asking for it here saves a refusal. Null: it does not. */
export function dangerOfDraft(
  draft: IssueDraft,
  scene: IssueScene,
): Danger | null {
  const isAsking = makerOf(draft, scene)?.kind === "node";
  const isMarked =
    scene.row.production || (isAsking && scene.asker?.production === true);
  return dangerOf(rolesOf(draft), isMarked);
}

/** What a preview is asked for; null while there is no authority or no lifetime. */
export function termsOf(draft: IssueDraft, scene: IssueScene): Terms | null {
  const ttlSeconds = lifetimeOf(draft);
  const authority = makerOf(draft, scene);
  const { context, isForced, acceptsOtherAuthority } = draft;
  if (ttlSeconds === null || !authority) return null;
  const roles = rolesOf(draft);
  return {
    context,
    roles: [...roles],
    ttlSeconds,
    authority,
    acceptsCustomRoles: roles.some((role) => !isKnownRole(role)),
    isForced,
    acceptsOtherAuthority: authority.kind === "file" && acceptsOtherAuthority,
  };
}

/** Why nothing can be issued yet, as a sentence; null: main can be asked. */
export function missingOf(
  draft: IssueDraft,
  scene: IssueScene,
  isPathTyped: boolean,
): string | null {
  const { unreadPath } = draft;
  if (unreadPath !== "")
    return "The file with the authority is typed, but not read.";
  if (!makerOf(draft, scene)) return "There is no authority to sign it yet.";
  if (lifetimeOf(draft) === null)
    return "The lifetime is not between a second and a hundred years.";
  return (
    missingForTarget(draft, isPathTyped) ??
    missingForDanger(dangerOfDraft(draft, scene), draft.context, draft)
  );
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

/** What main is asked; null while something is missing. */
export function orderOf(
  draft: IssueDraft,
  scene: IssueScene,
  isPathTyped: boolean,
): Order | null {
  const terms = termsOf(draft, scene);
  if (!terms || missingOf(draft, scene, isPathTyped) !== null) return null;
  const [recipient, reason] = [draft.recipient.trim(), draft.reason.trim()];
  return {
    ...terms,
    target: targetOf(draft, isPathTyped),
    ...(recipient ? { recipient } : {}),
    ...(reason ? { reason } : {}),
    ...(dangerOfDraft(draft, scene)
      ? { confirmation: draft.confirmation }
      : {}),
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
