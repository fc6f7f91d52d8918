import { momentText } from "../moment-text.ts";
import { findPath } from "../pki/verifying/signed-by.ts";
import { expiryState } from "./expiry.ts";
import type { ReadCertificate } from "./read-credential.ts";

/** Will apid of some releases of Talos accept a client certificate? */
export interface Acceptance {
  readonly versions: string;
  readonly isAccepted: boolean;
  readonly why: string;
}

export const usageNames: Readonly<Record<string, string>> = {
  "1.3.6.1.5.5.7.3.1": "serverAuth",
  "1.3.6.1.5.5.7.3.2": "clientAuth",
  "2.5.29.37.0": "any",
};

const all = "all";

interface Chain {
  /** Those that the node trusts; none: not known. */
  readonly authorities: readonly ReadCertificate[];
  /** Those that came with the client's certificate. */
  readonly between: readonly ReadCertificate[];
}

/**
 * What apid checks (apid/service.go:53,172-190), by Go's rules (crypto/x509 Verify): the time of every certificate of a
 * chain to its CAs, their extended key usages, which must allow a client, and that of the client's certificate, which
 * must be exactly clientAuth since 1.12 and before that only with `machine.features.apidCheckExtKeyUsage`.
 */
export function judgeAcceptance(
  leaf: ReadCertificate,
  chain: Chain,
  now: Date,
): readonly Acceptance[] {
  const refusal =
    whyNotNow(leaf, "It", now) ??
    (chain.authorities.length > 0 ? whyNoChain(leaf, chain, now) : null);
  if (refusal !== null)
    return [{ versions: all, isAccepted: false, why: refusal }];
  return judgeUsage(leaf);
}

function whyNotNow(
  certificate: ReadCertificate,
  who: string,
  now: Date,
): string | null {
  const state = expiryState(certificate, now);
  if (state === "expired")
    return `${who} ended on ${momentText(certificate.notAfter)}.`;
  if (state === "not yet valid")
    return `${who} begins on ${momentText(certificate.notBefore)}.`;
  return null;
}

/** Null when a chain leads to an authority; else what is wrong with the one that nearly does. */
function whyNoChain(
  leaf: ReadCertificate,
  { authorities, between }: Chain,
  now: Date,
): string | null {
  const known = new Map(
    [...authorities, ...between].map((one) => [one.der, one]),
  );
  const ders = (list: readonly ReadCertificate[]) => list.map(({ der }) => der);
  const whyNot = (der: Uint8Array) => {
    const one = known.get(der);
    return one ? whyNoIssuer(one, now) : null;
  };
  const path = (isUsable?: (der: Uint8Array) => boolean) =>
    findPath(leaf.der, ders(authorities), ders(between), isUsable);
  if (path((der) => whyNot(der) === null)) return null;
  const problems = (path() ?? []).map(whyNot);
  return (
    problems.find((problem) => problem !== null) ??
    "It is not signed by the CA beside it, unless the cluster accepts another CA as well."
  );
}

function whyNoIssuer(issuer: ReadCertificate, now: Date): string | null {
  const usage = issuer.extendedKeyUsage?.map((oid) => usageNames[oid] ?? oid);
  const isForClients =
    !usage?.length || usage.includes("clientAuth") || usage.includes("any");
  return (
    whyNotNow(issuer, "The CA that signed it", now) ??
    (isForClients
      ? null
      : "The extended key usage of the CA that signed it has no clientAuth.")
  );
}

function judgeUsage({
  extendedKeyUsage,
}: ReadCertificate): readonly Acceptance[] {
  const usage = extendedKeyUsage?.map((oid) => usageNames[oid] ?? oid) ?? [];
  if (usage.length === 1 && usage[0] === "clientAuth")
    return [{ versions: all, isAccepted: true, why: "" }];
  const isClient =
    usage.length === 0 || usage.includes("clientAuth") || usage.includes("any");
  if (!isClient)
    return [
      {
        versions: all,
        isAccepted: false,
        why: "Its extended key usage has no clientAuth.",
      },
    ];
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
