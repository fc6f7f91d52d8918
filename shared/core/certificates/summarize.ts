import type { TalosContext } from "../talosconfig/types.ts";
import {
  certificatesOf,
  decodeField,
  type ReadCertificate,
} from "./read-credential.ts";
import type { CertificateSummary } from "./summary.ts";

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
