import {
  certificatesOf,
  decodeAuthority,
  decodeField,
} from "../../certificates/read-credential.ts";
import type { LedgerEntry } from "../../ledger/entry.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { StoredContext } from "../../vault/document.ts";

/** `isSignedBy` of pki, which a caller loads when there is something to look at. */
export type SignedBy = (
  certificate: Uint8Array,
  authorities: readonly Uint8Array[],
) => boolean;

/** What the ledger says of a certificate that is in a context. */
export function certificateFacts(
  config: TalosContext,
  {
    roles,
    fingerprint,
    notBefore,
    notAfter,
  }: NonNullable<StoredContext["metadata"]["certificate"]>,
  isSignedBy: SignedBy,
): Pick<
  LedgerEntry,
  "roles" | "serial" | "fingerprint" | "authority" | "notBefore" | "notAfter"
> {
  const [own] = certificatesOf(decodeField(config.crt));
  return {
    roles: [...roles],
    serial: own?.serial ?? "",
    fingerprint,
    authority: signerOf(config, own?.der, isSignedBy),
    notBefore: notBefore.toISOString(),
    notAfter: notAfter.toISOString(),
  };
}

/** Which CA of the context signed it; where that cannot be told, the first. */
function signerOf(
  { ca }: TalosContext,
  der: Uint8Array | undefined,
  isSignedBy: SignedBy,
): string | null {
  const trusted = certificatesOf(decodeAuthority(ca));
  const signer = trusted.find((one) => der && isSignedBy(der, [one.der]));
  return (signer ?? trusted[0])?.fingerprint ?? null;
}
