import { credentialKind } from "../../certificates/credential-kind.ts";
import type { NamedContext, VaultDocument } from "../../vault/document.ts";
import { findAdmin } from "../../policy/find-admin.ts";
import { issuerOf } from "../../trust/cluster-trust.ts";
import { renewedLife } from "../../policy/credential-lifetimes.ts";

/** How a context can get a new credential without anything from outside the vault. */
export type RenewalSource =
  | { readonly kind: "authority"; readonly isSealed: boolean }
  | { readonly kind: "node"; readonly asker: string };

export interface RenewalPlan {
  /** Best first; empty: something from outside is needed, such as secrets.yaml. */
  readonly sources: readonly RenewalSource[];
  readonly roles: readonly string[];
  /** As long as the present one, and 90 days at most. */
  readonly ttlSeconds: number;
  /** Why there is nothing to renew, as a sentence; null: there is. */
  readonly refusal: string | null;
}

/** Who could renew a context, and what the new credential would be. Nothing is asked or made. */
export function planRenewal(
  document: VaultDocument,
  found: NamedContext,
  now: Date,
): RenewalPlan {
  const { config, metadata } = found.context;
  const { certificate } = metadata;
  const issuer = issuerOf(document, config.ca);
  const admin = findAdmin(document, found, now);
  const present = certificate
    ? (certificate.notAfter.getTime() - certificate.notBefore.getTime()) / 1000
    : null;
  const isCertificate = credentialKind(config) === "certificate";
  return {
    sources: [
      ...(issuer
        ? [{ kind: "authority", isSealed: issuer.sealed } as const]
        : []),
      ...(admin ? [{ kind: "node", asker: admin.name } as const] : []),
    ],
    roles: certificate?.roles ?? [],
    ttlSeconds: renewedLife(present === null ? null : Math.round(present)),
    refusal:
      isCertificate && certificate
        ? null
        : `"${found.name}" has no client certificate, so there is nothing to renew.`,
  };
}
