import {
  certificatesOf,
  decodeField,
} from "../../certificates/read-credential.ts";
import type { VaultError } from "../../errors.ts";
import { lives } from "../../policy/credential-lifetimes.ts";
import { allowedMethods } from "../../roles/methods.ts";
import { adminRole, impersonatorRole, isKnownRole } from "../../roles/role.ts";
import { refuseIssue, type IssueTerms } from "./refuse-issue.ts";

/** An authority as a window shows it: what its certificate says. */
export interface AuthorityFacts {
  /** SHA-256 of the certificate. */
  readonly fingerprint: string;
  /** RFC 2253, as `O=talos`. */
  readonly issuer: string;
  /** ed25519, ec or rsa; the issued key is of the same family. */
  readonly algorithm: string;
  /** RFC 3339. */
  readonly notAfter: string;
}

/** The certificate that would be issued. Nothing is issued for it. */
export interface IssuePreview {
  readonly subject: string;
  readonly issuer: string;
  readonly algorithm: string;
  readonly extendedKeyUsage: string;
  /** RFC 3339, if it were issued now. */
  readonly notBefore: string;
  readonly notAfter: string;
  /** How many methods of the newest Talos it allows. */
  readonly allowedMethods: number;
  readonly warnings: readonly string[];
  readonly refusal: Pick<VaultError, "message" | "next"> | null;
}

/** What the certificate of a `ca` field says, given as base64 of PEM; null when it cannot be read. */
export function authorityFacts(ca: string): AuthorityFacts | null {
  const [certificate] = certificatesOf(decodeField(ca));
  if (!certificate) return null;
  const { fingerprint, keyType, issuer, notAfter } = certificate;
  return {
    fingerprint,
    issuer,
    algorithm: keyType,
    notAfter: notAfter.toISOString(),
  };
}

/** Null when the certificate of the authority's `ca` cannot be read. */
export function previewIssue(
  terms: Omit<IssueTerms, "authority">,
  ca: string,
  now: Date,
): IssuePreview | null {
  const authority = authorityFacts(ca);
  const [certificate] = certificatesOf(decodeField(ca));
  if (!authority || !certificate) return null;
  const { roles, ttlSeconds } = terms;
  const end = new Date(now.getTime() + ttlSeconds * 1000);
  const signer = {
    certificate: certificate.der,
    notAfter: certificate.notAfter,
  };
  const refusal = refuseIssue({ ...terms, authority: signer }, now);
  return {
    subject: roles.map((role) => `O=${role}`).join(" + ") || "empty",
    issuer: authority.issuer,
    algorithm: authority.algorithm,
    extendedKeyUsage: "clientAuth",
    notBefore: now.toISOString(),
    notAfter: end.toISOString(),
    allowedMethods: allowedMethods(roles).length,
    warnings: warningsOf(terms),
    refusal: refusal && { message: refusal.message, next: refusal.next },
  };
}

function warningsOf({
  roles,
  ttlSeconds,
}: Omit<IssueTerms, "authority">): readonly string[] {
  const custom = roles.filter((role) => !isKnownRole(role));
  const isRoot = roles.includes(adminRole);
  return [
    ...(roles.length === 0 ? ["Without a role Talos allows it nothing."] : []),
    ...(roles.includes(impersonatorRole)
      ? [`${impersonatorRole} can act as any role, os:admin included.`]
      : []),
    ...(isRoot && roles.length > 1
      ? [`${adminRole} allows what the other roles do.`]
      : []),
    ...(custom.length > 0
      ? [`No rule of Talos uses ${custom.join(", ")}.`]
      : []),
    ...(ttlSeconds > lives.context
      ? ["Nothing but a rotation of the CA can end it before its time."]
      : []),
  ];
}
