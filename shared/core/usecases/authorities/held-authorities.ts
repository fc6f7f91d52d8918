import {
  certificatesOf,
  decodeAuthority,
  decodeField,
  type ReadCertificate,
} from "../../certificates/read-credential.ts";
import { isSignedBy } from "../../pki/verifying/signed-by.ts";
import type { TalosContext } from "../../talosconfig/types.ts";

/** The CAs that these contexts trust, each once, the newest first: a rotation's new one comes before the old. */
export function heldAuthorities(
  configs: readonly Pick<TalosContext, "ca">[],
): readonly ReadCertificate[] {
  const all = configs.flatMap(({ ca }) => certificatesOf(decodeAuthority(ca)));
  const byPrint = new Map(all.map((one) => [one.fingerprint, one]));
  return [...byPrint.values()].toSorted(
    (a, b) => b.notBefore.getTime() - a.notBefore.getTime(),
  );
}

/** Is the context's certificate signed by one of these CAs? A context without a certificate: no. */
export function hasCertificateBy(
  { crt }: Pick<TalosContext, "crt">,
  authorities: readonly Pick<ReadCertificate, "der">[],
): boolean {
  const [certificate] = certificatesOf(decodeField(crt));
  const trusted = authorities.map(({ der }) => der);
  return certificate !== undefined && isSignedBy(certificate.der, trusted);
}
