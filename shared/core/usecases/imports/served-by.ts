import type { CertificateSummary } from "../../certificates/summary.ts";
import type { EarlierCredential } from "../../earlier-credential.ts";

/** Of a certificate, what tells which of two is the newer one. */
type Lifetime = Pick<CertificateSummary, "notBefore" | "notAfter">;

/**
 * Is a credential that a context had before of no use beside the one that the vault has of it now? It is where that has ended and
 * the earlier one has not: nothing else opens the cluster. And it is where the vault's is the older one and nothing says that it took
 * the other's place: an older generation of the vault was put back, or the context made anew.
 */
export function isServedBy(
  here: Lifetime | null,
  earlier: Lifetime | null,
  { replacedAt }: Pick<EarlierCredential, "replacedAt">,
  now: Date,
): boolean {
  if (!here || !earlier) return false;
  if (here.notAfter <= now && earlier.notAfter > now) return false;
  return replacedAt !== null || here.notBefore >= earlier.notBefore;
}
