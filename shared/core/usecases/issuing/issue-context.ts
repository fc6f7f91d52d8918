import type { Authority } from "../../authorities/authority.ts";
import {
  certificatesOf,
  decodeField,
} from "../../certificates/read-credential.ts";
import { rolesOf } from "../../certificates/summary.ts";
import { vaultError } from "../../errors.ts";
import { toBase64 } from "../../pki/base64.ts";
import {
  certifyKey,
  issueCertificate,
  type IssueRequest as CertificateRequest,
} from "../../pki/issuing/issue-certificate.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Random } from "../../ports/random.ts";
import { failure, success, type Result } from "../../result.ts";
import { Secret } from "../../secret.ts";
import type { TalosContext } from "../../talosconfig/types.ts";
import { refuseIssue, trusts, type IssueTerms } from "./refuse-issue.ts";

export interface IssueRequest extends IssueTerms {
  readonly authority: Authority;
  /** The certificate begins this much before now; absent: now, as Talos does it. */
  readonly earlierSeconds?: number;
  /** Somebody else's key that is certified, DER of SubjectPublicKeyInfo; absent: a new one, which the context then has. */
  readonly publicKey?: Uint8Array | undefined;
}

export interface IssuedContext {
  readonly config: TalosContext;
  readonly roles: readonly string[];
  /** Upper-case hexadecimal. */
  readonly serial: string;
  /** SHA-256 of the certificate's DER. */
  readonly fingerprint: string;
  /** The same of the CA's; null: a node signed it, and its CA is not known. */
  readonly authority: string | null;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const serialBytes = 16;

/**
 * Makes a client certificate under an authority and puts it into a context. Errors: `context-invalid` for roles,
 * for a context of another CA and for an end after the CA's; `credential-unusable` for a CA of an unknown kind.
 */
export function issueContext(ports: {
  readonly clock: Clock;
  readonly random: Random;
}): (request: IssueRequest) => Result<IssuedContext> {
  return (request) => {
    const refusal = refuseIssue(request, ports.clock.now());
    if (refusal) return failure(refusal);
    const { authority, base, roles, ttlSeconds, earlierSeconds = 0 } = request;
    const now = ports.clock.now().getTime();
    const notBefore = new Date(now - earlierSeconds * 1000);
    const notAfter = new Date(now + ttlSeconds * 1000);
    const made = make(request, {
      authority: authority.certificate,
      authorityKey: authority.key.der,
      authorityKeyFormat: formatOf(authority.key.label),
      roles: [...new Set(roles)],
      notBefore,
      notAfter,
      serial: ports.random.bytes(serialBytes),
    });
    if (!made) return failure(unknownKind());
    const { auth: _, key: _own, ...place } = base;
    const config: TalosContext = {
      ...place,
      ca: trusts(base, authority.certificate)
        ? (base.ca ?? authority.ca)
        : authority.ca,
      ...made,
    };
    return describe(config, authority.fingerprint);
  };
}

/** The fields of the context that are new; null for an authority of an unknown kind. */
function make(
  { publicKey }: Pick<IssueRequest, "publicKey">,
  request: CertificateRequest,
): Pick<TalosContext, "crt" | "key"> | null {
  if (publicKey) {
    const certificate = certifyKey(request, publicKey);
    return certificate === null ? null : { crt: toBase64(certificate) };
  }
  const pair = issueCertificate(request);
  return (
    pair && {
      crt: toBase64(pair.certificate),
      key: new Secret(toBase64(pair.privateKey)),
    }
  );
}

/** What was made, read back from what was made. */
function describe(
  config: TalosContext,
  authority: string,
): Result<IssuedContext> {
  const [made] = certificatesOf(decodeField(config.crt));
  if (!made) return failure(unknownKind());
  const { organizations, serial, fingerprint, notBefore, notAfter } = made;
  const roles = rolesOf(organizations);
  const facts = { roles, serial, fingerprint, notBefore, notAfter };
  return success({ config, authority, ...facts });
}

function formatOf(label: string): "pkcs8" | "pkcs1" | "sec1" {
  if (label === "RSA PRIVATE KEY") return "pkcs1";
  return label === "EC PRIVATE KEY" ? "sec1" : "pkcs8";
}

function unknownKind() {
  return vaultError(
    "credential-unusable",
    "The CA's key is of a kind that Talos does not use.",
    "Talos has Ed25519, ECDSA and RSA.",
  );
}
