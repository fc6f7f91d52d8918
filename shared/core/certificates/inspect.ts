import { readCertificate } from "../pki/certificate.ts";
import { readPem } from "../pki/pem.ts";
import { isSignedBy } from "../pki/signed-by.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import { expiryState } from "./expiry.ts";
import {
  certificatesOf,
  decodeAuthority,
  decodeField,
  type ReadCertificate,
} from "./read-credential.ts";
import { rolesOf } from "./summarize.ts";

/** Everything that can be read of one certificate. The keys are the JSON of `inspect --json`. */
export interface InspectedCertificate {
  readonly isCa: boolean;
  readonly issuer: string;
  readonly roles: readonly string[];
  /** Names where they are known, else OIDs; null when the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | null;
  readonly algorithm: string;
  readonly serial: string;
  readonly sha256: string;
  /** RFC 3339, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
}

/** Will apid of some releases of Talos accept a client certificate? */
export interface Acceptance {
  readonly versions: string;
  readonly isAccepted: boolean;
  readonly why: string;
}

export interface InspectedContext {
  /** The client's certificates in order, the leaf first. */
  readonly chain: readonly InspectedCertificate[];
  readonly authorities: readonly InspectedCertificate[];
  readonly acceptance: readonly Acceptance[];
}

const usageNames: Readonly<Record<string, string>> = {
  "1.3.6.1.5.5.7.3.1": "serverAuth",
  "1.3.6.1.5.5.7.3.2": "clientAuth",
};

/** A context's credential, without asking anybody. */
export function inspectContext(
  context: TalosContext,
  now: Date,
): InspectedContext {
  const chain = certificatesOf(decodeField(context.crt));
  const authorities = certificatesOf(decodeAuthority(context.ca));
  const [leaf] = chain;
  return {
    chain: chain.map(inspectCertificate),
    authorities: authorities.map(inspectCertificate),
    acceptance: leaf ? judgeAcceptance(leaf, authorities, now) : [],
  };
}

/** Every certificate in a PEM text, in order. */
export function inspectPem(bytes: Uint8Array): readonly InspectedCertificate[] {
  return readPem(bytes).flatMap(({ label, der }) => {
    const certificate = label === "CERTIFICATE" ? readCertificate(der) : null;
    return certificate ? [inspectCertificate({ ...certificate, der })] : [];
  });
}

function inspectCertificate(
  certificate: ReadCertificate,
): InspectedCertificate {
  const { isCa, issuer, organizations, extendedKeyUsage } = certificate;
  return {
    isCa,
    issuer,
    roles: isCa ? [] : rolesOf(organizations),
    extendedKeyUsage:
      extendedKeyUsage?.map((oid) => usageNames[oid] ?? oid) ?? null,
    algorithm: certificate.keyType,
    serial: certificate.serial,
    sha256: certificate.fingerprint,
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
  };
}

const all = "all";

/**
 * What apid checks (apid/service.go:53,172-190): the chain to its CAs, the time, and the extended key usage, which
 * must be exactly clientAuth since 1.12 and before that only with `machine.features.apidCheckExtKeyUsage`.
 */
function judgeAcceptance(
  leaf: ReadCertificate,
  authorities: readonly ReadCertificate[],
  now: Date,
): readonly Acceptance[] {
  const refused = (why: string): readonly Acceptance[] => [
    { versions: all, isAccepted: false, why },
  ];
  const state = expiryState(leaf, now);
  if (state === "expired")
    return refused(`It ended on ${leaf.notAfter.toISOString()}.`);
  if (state === "not yet valid")
    return refused(`It begins on ${leaf.notBefore.toISOString()}.`);
  const isKnown = authorities.length > 0;
  if (
    isKnown &&
    !isSignedBy(
      leaf.der,
      authorities.map(({ der }) => der),
    )
  )
    return refused(
      "It is not signed by the CA of its context, unless the cluster accepts another CA as well.",
    );
  const usage =
    leaf.extendedKeyUsage?.map((oid) => usageNames[oid] ?? oid) ?? [];
  if (usage.length === 1 && usage[0] === "clientAuth")
    return [{ versions: all, isAccepted: true, why: "" }];
  const isClient = usage.length === 0 || usage.includes("clientAuth");
  if (!isClient) return refused("Its extended key usage has no clientAuth.");
  return [
    {
      versions: "1.12 and newer",
      isAccepted: false,
      why: "Its extended key usage is not exactly clientAuth.",
    },
    {
      versions: "before 1.12",
      isAccepted: true,
      why: "Unless machine.features.apidCheckExtKeyUsage is on.",
    },
  ];
}
