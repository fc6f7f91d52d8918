import { adminRole, impersonatorRole, isKnownRole } from "../roles/role.ts";
import { momentText } from "../moment-text.ts";
import { daysBetween, expiryState, type Span } from "./expiry.ts";
import { finding, type Finding } from "./finding.ts";
import type { ReadCertificate } from "./read-credential.ts";
import { rolesOf, type CertificateSummary } from "./summary.ts";

const clientAuth = "1.3.6.1.5.5.7.3.2";
const longLifeDays = 90;
const talosDefaultDays = 366;
const weakRsaBits = 2048;

/** What can be said of a client certificate by itself. */
export function certificateFindings(
  certificate: ReadCertificate,
  now: Date,
): readonly Finding[] {
  const { notBefore, notAfter, organizations } = certificate;
  return [
    ...summaryFindings(
      { notBefore, notAfter, roles: rolesOf(organizations) },
      now,
    ),
    ...usageFindings(certificate),
  ];
}

/** What a list knows of it is enough for these, so that they can be had of ten thousand. */
function summaryFindings(
  summary: Omit<CertificateSummary, "fingerprint">,
  now: Date,
): readonly Finding[] {
  return [
    ...validityFindings(summary, now),
    // What has ended needs no revocation.
    ...(now > summary.notAfter ? [] : lifeFindings(summary)),
    ...roleFindings(summary.roles),
  ];
}

const renew =
  "Make a new one, by a node, the authority or the cluster's secrets.yaml.";
/** What has ended cannot ask a node for the next one. */
const replace =
  "Make a new one with the cluster's secrets.yaml, or through another os:admin context of the cluster.";

function validityFindings(span: Span, now: Date): readonly Finding[] {
  const { notBefore, notAfter } = span;
  const until = momentText(notAfter);
  const found: Finding[] = [];
  const state = expiryState(span, now);
  if (state === "expired")
    found.push(
      finding(
        "error",
        "expired",
        `The certificate ended on ${until}.`,
        replace,
        ["issue", "renew"],
      ),
    );
  if (state === "not yet valid")
    found.push(
      finding(
        "error",
        "not-yet-valid",
        `The certificate begins on ${momentText(notBefore)}.`,
        "Check this machine's clock.",
      ),
    );
  if (state === "expires soon")
    found.push(
      finding(
        "warning",
        "expires-soon",
        `The certificate ends on ${until}.`,
        renew,
        ["renew", "issue"],
      ),
    );
  return found;
}

function lifeFindings({ notBefore, notAfter }: Span): readonly Finding[] {
  const days = daysBetween(notBefore, notAfter);
  if (days <= longLifeDays) return [];
  const isVeryLong = days > talosDefaultDays;
  return [
    finding(
      isVeryLong ? "warning" : "info",
      isVeryLong ? "very-long-life" : "long-life",
      `The certificate lives for ${String(days)} days and cannot be revoked.`,
      "Make one that lives shorter, and prefer sessions over copies of it.",
      ["shorten"],
    ),
  ];
}

function usageFindings(certificate: ReadCertificate): readonly Finding[] {
  const { extendedKeyUsage, isCa, keyType, rsaBits } = certificate;
  const found: Finding[] = [];
  if (extendedKeyUsage?.length !== 1 || extendedKeyUsage[0] !== clientAuth)
    found.push(
      finding(
        "error",
        "wrong-key-usage",
        "The certificate's extended key usage is not exactly client authentication.",
        // apid/service.go:172-190
        `Talos 1.12 and newer refuse it. ${renew}`,
        ["renew"],
      ),
    );
  if (isCa)
    found.push(
      finding(
        "error",
        "is-authority",
        "The certificate is an authority, not a client.",
        "Do not log in with a CA: make a client certificate from it.",
      ),
    );
  if (rsaBits !== null && rsaBits < weakRsaBits)
    found.push(
      finding(
        "warning",
        "weak-key",
        `The key has ${String(rsaBits)} bits of RSA.`,
        renew,
        ["renew"],
      ),
    );
  if (!["ed25519", "ec", "rsa"].includes(keyType))
    found.push(
      finding(
        "error",
        "unknown-algorithm",
        `The key is of a kind that Talos does not use (${keyType}).`,
        renew,
        ["renew"],
      ),
    );
  return found;
}

function roleFindings(roles: readonly string[]): readonly Finding[] {
  const found: Finding[] = [];
  if (roles.length === 0)
    found.push(
      finding(
        "warning",
        "no-role",
        "The certificate has no role: every call is refused.",
        "Make one with a role.",
        ["narrow"],
      ),
    );
  for (const role of roles.filter((name) => !isKnownRole(name)))
    found.push(
      finding(
        "warning",
        "unknown-role",
        `No rule in Talos uses the role "${role}".`,
        "Names are compared exactly: check the spelling.",
      ),
    );
  if (roles.includes(adminRole))
    found.push(
      finding(
        "info",
        "admin",
        "The credential is os:admin: everything on the whole cluster.",
        "Use os:reader or os:operator for daily work where they are enough.",
      ),
    );
  if (roles.includes(impersonatorRole))
    found.push(
      finding(
        "warning",
        "impersonator",
        "os:impersonator can act with any role, os:admin included.",
        "Only Talos' own nodes need it.",
      ),
    );
  return found;
}
