import { credentialKind } from "../certificates/credential-kind.ts";
import { hasEveryRight } from "../roles/role.ts";
import type { StoredContext } from "../vault/document.ts";
import type { Refusal, StoredReason } from "./decision.ts";

/** What the context's own key may do; empty: it is not known, or it has no key. */
export function ownRoles({ metadata }: StoredContext): readonly string[] {
  return metadata.certificate?.roles ?? [];
}

/** Why the own key is of no use to anybody; null: it is. */
export function judgeOwnKey(
  { config, metadata }: StoredContext,
  now: Date,
): Refusal | null {
  if (credentialKind(config) !== "certificate") return null;
  if (config.crt === undefined)
    return { kind: "half-a-pair", missing: "certificate" };
  if (config.key === undefined) return { kind: "half-a-pair", missing: "key" };
  const { notAfter } = metadata.certificate ?? {};
  return notAfter && notAfter < now ? { kind: "ended", notAfter } : null;
}

/**
 * Why the own key may be given to a session that nobody said `--stored` for: it is known not to do everything, or there
 * is no other way to log in. Else why not.
 */
export function judgeUnasked(
  context: StoredContext,
): StoredReason | "may-everything" | "unreadable" {
  if (credentialKind(context.config) !== "certificate") return "only-login";
  const { certificate } = context.metadata;
  if (!certificate) return "unreadable";
  return hasEveryRight(certificate.roles)
    ? "may-everything"
    : "nothing-makes-less";
}
