import {
  certificatesOf,
  decodeAuthority,
  decodeField,
  type DecodedField,
  type ReadCertificate,
} from "../../certificates/read-credential.ts";
import { rolesOf } from "../../certificates/summary.ts";
import { vaultError } from "../../errors.ts";
import { toBase64 } from "../../pki/base64.ts";
import { matchKey } from "../../pki/verifying/key-match.ts";
import { isSignedBy } from "../../pki/verifying/signed-by.ts";
import type {
  CertificateRequest,
  GeneratedPair,
} from "../../ports/talos-api.ts";
import { failure, success, type Result } from "../../result.ts";
import { Secret } from "../../secret.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import type { IssuedContext } from "./issue-context.ts";

/** Certificates have whole seconds, and the node reads its clock twice. */
const toleranceSeconds = 5;
const clientAuth = "1.3.6.1.5.5.7.3.2";

/** What a node made, read back from what it sent. `problem`: why it must not be used, as a sentence; null: it may. */
export interface CheckedPair {
  readonly issued: IssuedContext;
  readonly problem: string | null;
}

/**
 * Puts what a node made into a context and compares it with what was asked for: roles, life, key usage, chain, key.
 * Times are the node's: its own clock decides about them, not ours. Errors: `cluster-refused` when there is no
 * certificate in it at all.
 */
export function checkGenerated(
  pair: GeneratedPair,
  request: CertificateRequest,
  base: TalosContext,
): Result<CheckedPair> {
  const fields = {
    crt: toBase64(pair.crt),
    key: new Secret(toBase64(pair.key.reveal())),
  };
  const [made] = certificatesOf(decodeField(fields.crt));
  if (!made) return failure(noCertificate(pair.endpoint));
  // The context's own CAs: what a node says of CAs makes nobody trust another one.
  const authorities = certificatesOf(decodeAuthority(base.ca));
  const signer = authorities.find(({ der }) => isSignedBy(made.der, [der]));
  const { auth: _, ...place } = base;
  const config: TalosContext = { ...place, ...fields };
  const { serial, fingerprint, notBefore, notAfter } = made;
  const issued: IssuedContext = {
    config,
    roles: rolesOf(made.organizations),
    serial,
    fingerprint,
    authority: signer?.fingerprint ?? null,
    notBefore,
    notAfter,
  };
  const problem = signer
    ? problemOf(made, decodeField(fields.key.reveal()), issued, request)
    : "it is not signed by a CA that the context trusts";
  return success({ issued, problem });
}

function problemOf(
  { der, extendedKeyUsage }: ReadCertificate,
  key: DecodedField,
  { roles, notBefore, notAfter }: IssuedContext,
  request: CertificateRequest,
): string | null {
  const block =
    key.kind === "pem"
      ? key.blocks.find(({ label }) => label.endsWith("PRIVATE KEY"))
      : undefined;
  if (!block || matchKey(der, block) !== "match")
    return "its key is not the one that came with it";
  const isSame =
    request.roles.every((role) => roles.includes(role)) &&
    roles.every((role) => request.roles.includes(role));
  if (!isSame) return `it has the roles ${roles.join(", ") || "of nobody"}`;
  if (extendedKeyUsage?.length !== 1 || extendedKeyUsage[0] !== clientAuth)
    return "its extended key usage is not exactly client authentication";
  const seconds = (notAfter.getTime() - notBefore.getTime()) / 1000;
  return Math.abs(seconds - request.ttlSeconds) > toleranceSeconds
    ? `it lives for ${String(Math.round(seconds))} s instead of ${String(request.ttlSeconds)} s (Talos before 1.7 ignores the lifetime that is asked for)`
    : null;
}

function noCertificate(endpoint: string) {
  return vaultError(
    "cluster-refused",
    `${endpoint} answered without a certificate.`,
    "Check that it is a control plane node.",
  );
}
