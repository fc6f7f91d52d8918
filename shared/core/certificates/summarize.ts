import type { TalosContext } from "../talosconfig/types.ts";
import { certificatesOf, decodeCertificate } from "./read-credential.ts";
import type { CertificateSummary } from "./summary.ts";

/** What a list shows of a context's client certificate; null when it has none that can be read. */
export function summarizeCertificate(
  context: TalosContext,
): CertificateSummary | null {
  const [certificate] = certificatesOf(decodeCertificate(context));
  if (!certificate) return null;
  const { organizations, notBefore, notAfter, fingerprint } = certificate;
  return { roles: rolesOf(organizations), notBefore, notAfter, fingerprint };
}

/** Talos trims the Organization values and skips empty ones (role.go:75-97). */
export function rolesOf(organizations: readonly string[]): readonly string[] {
  return organizations.map((name) => name.trim()).filter((name) => name !== "");
}
