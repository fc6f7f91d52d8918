import type { TalosContext } from "../talosconfig/types.ts";
import {
  certificatesOf,
  decodeField,
  type ReadCertificate,
} from "./read-credential.ts";

/** What a list shows of a client certificate. */
export interface CertificateSummary {
  /** Organization values in the order of the certificate, trimmed, without empty ones. */
  readonly roles: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** SHA-256 of the DER, lower-case hexadecimal without separators. */
  readonly fingerprint: string;
}

/** What a list shows of a context's client certificate; null when it has none that can be read. */
export function summarizeCertificate(
  context: TalosContext,
): CertificateSummary | null {
  return summarizeChain(certificatesOf(decodeField(context.crt)));
}

/** The same of what was read of it. */
export function summarizeChain([
  certificate,
]: readonly ReadCertificate[]): CertificateSummary | null {
  if (!certificate) return null;
  const { organizations, notBefore, notAfter, fingerprint } = certificate;
  return { roles: rolesOf(organizations), notBefore, notAfter, fingerprint };
}

/** Talos trims the Organization values and skips empty ones (role.go:75-97). */
export function rolesOf(organizations: readonly string[]): readonly string[] {
  return organizations.map((name) => name.trim()).filter((name) => name !== "");
}
