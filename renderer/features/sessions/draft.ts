import { adminRole } from "../../../shared/core/roles/role.ts";
import { parseDuration } from "../../../shared/core/sessions/duration.ts";
import type { RequestOf } from "../../../shared/contract/index.ts";
import type { VaultView } from "../vault-view.ts";

type Request = RequestOf<"sessions.start">;

/** A session as it is being typed. */
export interface Draft {
  readonly context: string;
  readonly lifetime: string;
  readonly reason: string;
  readonly delivery: Request["delivery"];
  readonly isFollowing: boolean;
  readonly confirmation: string;
}

export function firstDraft(view: VaultView, context: string | null): Draft {
  return {
    context: context ?? view.contexts[0]?.name ?? "",
    lifetime: `${String(view.settings.sessionMinutes)}m`,
    reason: "",
    delivery: "best",
    isFollowing: false,
    confirmation: "",
  };
}

/** Main insists on the typed name; asking for it here saves a refusal. */
export function isGuarded(view: VaultView, context: string): boolean {
  const row = view.contexts.find(({ name }) => name === context);
  return row?.production === true && row.roles.includes(adminRole);
}

/** What main is asked; null while something is missing. */
export function requestOf(view: VaultView, draft: Draft): Request | null {
  const { context, delivery, isFollowing, confirmation } = draft;
  const ttlSeconds = parseDuration(draft.lifetime.trim());
  const guarded = isGuarded(view, context);
  if (ttlSeconds === null || (guarded && confirmation !== context)) return null;
  const reason = draft.reason.trim();
  return {
    context,
    ttlSeconds,
    delivery,
    isFollowing,
    ...(reason ? { reason } : {}),
    ...(guarded ? { confirmation } : {}),
  };
}
