import { readCertificate } from "../pki/certificate.ts";
import { readDetails } from "../pki/certificate-details.ts";
import { readPem } from "../pki/pem.ts";
import type { TalosContext } from "../talosconfig/types.ts";
import { judgeAcceptance, usageNames, type Acceptance } from "./acceptance.ts";
import {
  certificatesOf,
  decodeAuthority,
  decodeField,
  type ReadCertificate,
} from "./read-credential.ts";
import { rolesOf } from "./summary.ts";

/** Everything that can be read of one certificate. The keys are the JSON of `inspect --json`. */
export interface InspectedCertificate {
  readonly isCa: boolean;
  readonly subject: string;
  readonly issuer: string;
  readonly roles: readonly string[];
  /** RFC 5280's names; null when the extension is absent. */
  readonly keyUsage: readonly string[] | null;
  /** Names where they are known, else OIDs; null when the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | null;
  readonly algorithm: string;
  /** Of an EC key. */
  readonly curve: string | null;
  /** Of an RSA key. */
  readonly bits: number | null;
  readonly signatureAlgorithm: string;
  readonly serial: string;
  readonly sha256: string;
  readonly sha1: string;
  /** SHA-256 of the public key, base64. */
  readonly publicKeySha256: string;
  /** RFC 3339, UTC. */
  readonly notBefore: string;
  readonly notAfter: string;
}

export interface InspectedContext {
  /** The client's certificates in order, the leaf first. */
  readonly chain: readonly InspectedCertificate[];
  readonly authorities: readonly InspectedCertificate[];
  readonly acceptance: readonly Acceptance[];
}

/** A context's credential, without asking anybody. */
export function inspectContext(
  context: TalosContext,
  now: Date,
): InspectedContext {
  const [leaf, ...between] = certificatesOf(decodeField(context.crt));
  const authorities = certificatesOf(decodeAuthority(context.ca));
  return {
    chain: (leaf ? [leaf, ...between] : []).map(inspectCertificate),
    authorities: authorities.map(inspectCertificate),
    acceptance: leaf
      ? judgeAcceptance(leaf, { authorities, between }, now)
      : [],
  };
}

/** Every certificate in a PEM text, in order, or the one that the bytes are. */
export function readCertificates(
  bytes: Uint8Array,
): readonly ReadCertificate[] {
  const blocks = readPem(bytes).filter(({ label }) => label === "CERTIFICATE");
  const ders = blocks.length > 0 ? blocks.map(({ der }) => der) : [bytes];
  return ders.flatMap((der) => {
    const certificate = readCertificate(der);
    return certificate ? [{ ...certificate, der }] : [];
  });
}

/** A client's certificate with those that came with it, as a file has them; nothing for authorities alone. */
export function judgeAlone(
  certificates: readonly ReadCertificate[],
  now: Date,
): readonly Acceptance[] {
  const leaf = certificates.find(({ isCa }) => !isCa);
  if (!leaf) return [];
  const authorities = certificates.filter(({ isCa }) => isCa);
  return judgeAcceptance(leaf, { authorities, between: [] }, now);
}

/** What a certificate says, in words for a person; whether it is valid is not judged. */
export function inspectCertificate(
  certificate: ReadCertificate,
): InspectedCertificate {
  const { isCa, subject, issuer, organizations, extendedKeyUsage } =
    certificate;
  const details = readDetails(certificate.der);
  return {
    isCa,
    subject,
    issuer,
    roles: isCa ? [] : rolesOf(organizations),
    keyUsage: details?.keyUsage ?? null,
    extendedKeyUsage:
      extendedKeyUsage?.map((oid) => usageNames[oid] ?? oid) ?? null,
    algorithm: certificate.keyType,
    curve: certificate.curve,
    bits: certificate.rsaBits,
    signatureAlgorithm: details?.signatureAlgorithm ?? "unknown",
    serial: certificate.serial,
    sha256: certificate.fingerprint,
    sha1: details?.sha1 ?? "",
    publicKeySha256: details?.publicKeySha256 ?? "",
    notBefore: certificate.notBefore.toISOString(),
    notAfter: certificate.notAfter.toISOString(),
  };
}
