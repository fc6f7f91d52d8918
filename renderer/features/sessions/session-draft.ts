import {
  adminRole,
  hasEveryRight,
  impersonatorRole,
  knownRoles,
} from "../../../shared/core/roles/role.ts";
import {
  dangerOf,
  type Danger,
} from "../../../shared/core/policy/confirmation.ts";
import {
  durationText,
  parseDuration,
} from "../../../shared/core/sessions/duration.ts";
import type { ListedContext } from "../../../shared/contract/contexts.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import { missingForDanger } from "../fields/danger-text.ts";
import type { VaultView } from "../vault-view.ts";

type Request = RequestOf<"sessions.start">;

/** The context's own key, in the list of roles. */
export const stored = "stored";

/**
 * Who makes a session a credential of its own: the vault, maybe after a passphrase; a node of the cluster, which an
 * os:admin certificate may ask (docs/credential-policy.md is the rule); nobody, and it gets the context's own key.
 */
export type Maker = "open" | "sealed" | "node" | "none";

export function makerOf(
  {
    issuer,
    kind,
    roles,
    endpoints,
    authority,
    notAfter,
  }: Pick<
    ListedContext,
    "issuer" | "kind" | "roles" | "endpoints" | "authority" | "notAfter"
  >,
  now: number,
): Maker {
  if (issuer) return issuer;
  const isValid = notAfter !== null && Date.parse(notAfter) > now;
  const canAsk = endpoints.length > 0 && authority !== null;
  return kind === "certificate" &&
    roles.includes(adminRole) &&
    isValid &&
    canAsk
    ? "node"
    : "none";
}

/** A session as it is being typed. */
export interface Draft {
  readonly context: string;
  /** Roles separated by commas, or `stored`. */
  readonly credential: string;
  readonly lifetime: string;
  /** What somebody chose of these: it stays when another context is chosen. */
  readonly chosen: Partial<Pick<Draft, "credential" | "lifetime">>;
  readonly reason: string;
  readonly delivery: Request["delivery"];
  readonly isFollowing: boolean;
  readonly confirmation: string;
}

export function firstDraft(
  view: VaultView,
  context: string | null,
  role: string | null,
  now: number,
): Draft {
  const name = context ?? view.contexts[0]?.name ?? "";
  return {
    ...defaultsOf(view, name, now),
    ...(role ? { credential: role } : {}),
    chosen: role ? { credential: role } : {},
    context: name,
    reason: "",
    delivery: "best",
    isFollowing: false,
    confirmation: "",
  };
}

/** The draft with something chosen for it. */
export function choose(draft: Draft, chosen: Draft["chosen"]): Draft {
  return { ...draft, ...chosen, chosen: { ...draft.chosen, ...chosen } };
}

/** The draft for another context: with its defaults, but for what was chosen and can be there too. */
export function moveTo(
  view: VaultView,
  draft: Draft,
  context: string,
  now: number,
): Draft {
  const defaults = defaultsOf(view, context, now);
  const wanted = { ...draft, ...defaults, ...draft.chosen, context };
  const isOffered = credentialsOf(view, wanted, now).some(
    ({ value }) => value === wanted.credential,
  );
  return isOffered ? wanted : { ...wanted, credential: defaults.credential };
}

/** What a session with this context gets when nothing else is chosen. */
function defaultsOf(
  view: VaultView,
  context: string,
  now: number,
): Pick<Draft, "credential" | "lifetime"> {
  const row = rowOf(view, context);
  const { ttlSeconds, roles } = row?.session ?? {};
  const maker = row ? makerOf(row, now) : "none";
  // A passphrase is asked for when somebody chose what needs it, and before the key that may do everything is given.
  const isMade =
    maker === "open" ||
    maker === "node" ||
    (maker === "sealed" && hasEveryRight(row?.roles ?? []));
  const usual = view.settings.sessionMinutes * 60;
  return {
    lifetime: durationText(ttlSeconds ?? usual),
    credential: isMade ? (roles ?? ["os:reader"]).join(",") : stored,
  };
}

export function rowOf(
  view: VaultView,
  context: string,
): ListedContext | undefined {
  return view.contexts.find(({ name }) => name === context);
}

/** What can be chosen for a context: roles where a credential can be made, and its own key. */
export function credentialsOf(
  view: VaultView,
  { context, credential }: Draft,
  now: number,
): readonly { readonly value: string; readonly text: string }[] {
  const row = rowOf(view, context);
  const own = row?.roles.join(", ");
  const key = { value: stored, text: `Its own key${own ? ` (${own})` : ""}` };
  if (!row || makerOf(row, now) === "none") return [key];
  const roles = knownRoles
    .map(({ name }) => name)
    .filter((name) => name !== impersonatorRole);
  const chosen =
    credential === stored || roles.includes(credential) ? [] : [credential];
  const made = [...chosen, ...roles.toSorted(readerFirst)];
  return [...made.map((value) => ({ value, text: value })), key];
}

const order = ["os:reader", "os:operator", adminRole];

function readerFirst(a: string, b: string): number {
  const rank = (role: string) =>
    order.includes(role) ? order.indexOf(role) : order.length;
  return rank(a) - rank(b);
}

/** Why main insists on a reason and the typed name; asking for them here saves a refusal. Null: it does not. */
export function dangerOfDraft(view: VaultView, draft: Draft): Danger | null {
  const row = rowOf(view, draft.context);
  return dangerOf(rolesOf(view, draft), row?.production === true);
}

/** What the session may do. */
export function rolesOf(
  view: VaultView,
  { context, credential }: Draft,
): readonly string[] {
  return credential === stored
    ? (rowOf(view, context)?.roles ?? [])
    : credential.split(",");
}

/** What is waited for after the click. */
export function waitingWords(
  view: VaultView,
  { context, credential }: Draft,
  now: number,
): string {
  if (credential === stored) return "Starting the session…";
  const row = rowOf(view, context);
  const maker = row ? makerOf(row, now) : "none";
  if (maker === "open") return "Making a certificate for the session…";
  if (maker === "sealed") return "Waiting for the authority's passphrase…";
  return "Asking a node of the cluster for a certificate…";
}

/** Why it cannot start yet, as a sentence; null: main can be asked. */
export function missingOf(view: VaultView, draft: Draft): string | null {
  if (parseDuration(draft.lifetime.trim()) === null)
    return "The lifetime is not between a second and a year.";
  return missingForDanger(dangerOfDraft(view, draft), draft.context, draft);
}

/** What main is asked; null while something is missing. */
export function requestOf(view: VaultView, draft: Draft): Request | null {
  const { context, credential, delivery, isFollowing, confirmation } = draft;
  if (missingOf(view, draft) !== null) return null;
  const ttlSeconds = parseDuration(draft.lifetime.trim());
  const reason = draft.reason.trim();
  const isDangerous = dangerOfDraft(view, draft) !== null;
  if (ttlSeconds === null) return null;
  return {
    context,
    ttlSeconds,
    delivery,
    isFollowing,
    ...(credential === stored
      ? { isStored: true }
      : { roles: credential.split(",") }),
    ...(reason ? { reason } : {}),
    ...(isDangerous ? { confirmation } : {}),
  };
}
