import type { TalosContext } from "../talosconfig/types.ts";
import {
  certificatesOf,
  decodeAuthority,
  decodeField,
} from "./read-credential.ts";

/** A client certificate as a card shows it; every text is as X.509 tools print it. */
export interface CertificateCard {
  readonly issuer: string;
  readonly algorithm: string;
  /** Hexadecimal, upper case, without separators. */
  readonly serial: string;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  /** SHA-256 of the authority's DER; null when the context has none that can be read. */
  readonly authorityFingerprint: string | null;
  /** RFC 3339, UTC: until when the authority itself is valid. */
  readonly authorityNotAfter: string | null;
}

/** Null when the context has no client certificate that can be read. */
export function describeCertificate(
  context: TalosContext,
): CertificateCard | null {
  const [certificate] = certificatesOf(decodeField(context.crt));
  if (!certificate) return null;
  const [authority] = certificatesOf(decodeAuthority(context.ca));
  const { issuer, keyType, serial, fingerprint } = certificate;
  return {
    issuer,
    algorithm: keyType,
    serial,
    fingerprint,
    authorityFingerprint: authority?.fingerprint ?? null,
    authorityNotAfter: authority?.notAfter.toISOString() ?? null,
  };
}
