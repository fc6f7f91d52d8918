import type { Examination } from "../../certificates/examine-many.ts";
import type { CertificateSummary } from "../../certificates/summary.ts";
import type { EarlierCredential } from "../../earlier-credential.ts";
import type { EarlierCredentials } from "../../ledger/earlier-credentials.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { EarlierInFile } from "./plan-import.ts";

/** Of a certificate, what tells which of two is the newer one. */
type Lifetime = Pick<CertificateSummary, "notBefore" | "notAfter">;

/**
 * Whether what the vault has of a context now makes an earlier credential of it needless. Not where that has ended and the earlier one
 * has not: nothing else opens the cluster. Nor where it is the older of the two and nothing says that it took the other's place: an
 * older generation of the vault was put back, or the context made anew.
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

/** What is known of the credentials of a file that contexts had before. */
export function amongEarlier(
  earlier: EarlierCredentials,
  examined: (config: TalosContext) => Examination,
  now: Date,
): Omit<EarlierInFile, "isWanted"> {
  return {
    find: (config) =>
      earlier.size > 0 ? earlierOf(examined(config), earlier) : null,
    isServedBy: (here, config, of) =>
      isServedBy(
        examined(here).certificate,
        examined(config).certificate,
        of,
        now,
      ),
  };
}

function earlierOf(
  { certificate }: Examination,
  known: EarlierCredentials,
): EarlierCredential | null {
  return (certificate && known.get(certificate.fingerprint)) ?? null;
}
