import type { Authority } from "../authorities/read-authority.ts";
import {
  certificatesOf,
  decodeAuthority,
  decodeField,
} from "../certificates/read-credential.ts";
import { rolesOf } from "../certificates/summarize.ts";
import { vaultError } from "../errors.ts";
import { toBase64 } from "../pki/base64.ts";
import { issueCertificate } from "../pki/issue-certificate.ts";
import type { Clock } from "../ports/clock.ts";
import type { Random } from "../ports/random.ts";
import { failure, success, type Result } from "../result.ts";
import { isKnownRole } from "../roles/role.ts";
import { Secret } from "../secret.ts";
import type { TalosContext } from "../talosconfig/types.ts";

export interface IssueWish {
  readonly authority: Authority;
  /** Where the context is: its addresses are taken over, its credential is not. */
  readonly base: TalosContext;
  readonly roles: readonly string[];
  readonly ttlSeconds: number;
  /** The certificate begins this much before now; absent: now, as Talos does it. */
  readonly earlierSeconds?: number;
  /** Roles that Talos has no rule for were meant. */
  readonly acceptsCustomRoles: boolean;
  /** The context trusts another CA, or the certificate is to outlive its CA: meant as well. */
  readonly isForced: boolean;
}

export interface IssuedContext {
  readonly config: TalosContext;
  readonly roles: readonly string[];
  /** Upper-case hexadecimal. */
  readonly serial: string;
  /** SHA-256 of the certificate's DER. */
  readonly fingerprint: string;
  /** The same of the CA's. */
  readonly authority: string;
  readonly notBefore: Date;
  readonly notAfter: Date;
}

const serialBytes = 16;
const longestRole = 64;
/** What Talos gives by default (constants.go:1357). */
const longestSeconds = 8760 * 3600;

/**
 * Makes a client certificate under an authority and puts it into a context. Errors: `context-invalid` for roles,
 * for a context of another CA and for an end after the CA's; `credential-unusable` for a CA of an unknown kind.
 */
export function issueContext(ports: {
  readonly clock: Clock;
  readonly random: Random;
}): (wish: IssueWish) => Result<IssuedContext> {
  return (wish) => {
    const refusal = judge(wish);
    if (refusal) return refusal;
    const { authority, base, roles, ttlSeconds, earlierSeconds = 0 } = wish;
    const now = ports.clock.now().getTime();
    const notBefore = new Date(now - earlierSeconds * 1000);
    const notAfter = new Date(now + ttlSeconds * 1000);
    if (notAfter > authority.notAfter && !wish.isForced)
      return failure(outlives(authority.notAfter));
    const pair = issueCertificate({
      authority: authority.certificate,
      authorityKey: authority.key.der,
      authorityKeyFormat: formatOf(authority.key.label),
      roles,
      notBefore,
      notAfter,
      serial: ports.random.bytes(serialBytes),
    });
    if (!pair) return failure(unknownKind());
    const { auth: _, ...place } = base;
    const config: TalosContext = {
      ...place,
      ca: trusts(base, authority) ? (base.ca ?? authority.ca) : authority.ca,
      crt: toBase64(pair.certificate),
      key: new Secret(toBase64(pair.privateKey)),
    };
    return describe(config, authority.fingerprint);
  };
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

function judge(wish: IssueWish): Result<never> | null {
  const { roles, base, authority, acceptsCustomRoles, isForced } = wish;
  const odd = roles.find(
    (role) => role.trim() !== role || role === "" || role.length > longestRole,
  );
  if (odd !== undefined)
    return failure(
      vaultError(
        "context-invalid",
        `"${odd}" is no role: Talos trims blanks and skips empty ones, and X.509 allows ${String(longestRole)} characters.`,
        "talos-vault roles lists the known ones.",
      ),
    );
  const custom = roles.filter((role) => !isKnownRole(role));
  if (custom.length > 0 && !acceptsCustomRoles)
    return failure(
      vaultError(
        "context-invalid",
        `No rule of Talos uses ${custom.join(", ")}.`,
        "If that is meant, add --custom-roles; talos-vault roles lists the known ones.",
      ),
    );
  if (wish.ttlSeconds > longestSeconds && !isForced) return failure(tooLong());
  if (base.ca !== undefined && !trusts(base, authority) && !isForced)
    return failure(
      vaultError(
        "context-invalid",
        "The authority is not the CA that the context trusts.",
        "Give the authority of that cluster; after a rotation of its CA, add --force.",
      ),
    );
  return null;
}

/** Is the authority among the CAs that a context trusts? */
function trusts({ ca }: TalosContext, { fingerprint }: Authority): boolean {
  return certificatesOf(decodeAuthority(ca)).some(
    (one) => one.fingerprint === fingerprint,
  );
}

function formatOf(label: string): "pkcs8" | "pkcs1" | "sec1" {
  if (label === "RSA PRIVATE KEY") return "pkcs1";
  return label === "EC PRIVATE KEY" ? "sec1" : "pkcs8";
}

function outlives(end: Date) {
  return vaultError(
    "context-invalid",
    `The certificate would outlive its CA, which ends on ${end.toISOString()}.`,
    "Choose a shorter --ttl; or add --force.",
  );
}

function tooLong() {
  return vaultError(
    "context-invalid",
    "A credential that cannot be revoked should not last more than a year.",
    "Choose a shorter --ttl; or add --force.",
  );
}

function unknownKind() {
  return vaultError(
    "credential-unusable",
    "The CA's key is of a kind that Talos does not use.",
    "Talos has Ed25519, ECDSA and RSA.",
  );
}
