import asn1 from "node-forge/lib/asn1.js";
import { limits } from "../../limits.ts";
import type { Certificate } from "../certificate.ts";
import { childrenOf, derOf, fromDer, type Node } from "../der.ts";

const { Class, Type } = asn1;
const keyIdExtension = asn1.oidToDer("2.5.29.14").getBytes();

/** What a certificate takes over from its issuer. */
export interface Issuer {
  /** The authority's subject, byte for byte. */
  readonly name: Node;
  /** Its subject key identifier, a character a byte; null when it has none. */
  readonly keyId: string | null;
}

/** Null for a certificate that is not DER throughout, or whose key identifier is none: Go does not read it either. */
export function readIssuer(authority: Uint8Array): Issuer | null {
  try {
    const whole = fromDer(authority);
    if (derOf(whole).compare(authority) !== 0) return null;
    const parts = childrenOf(childrenOf(whole)[0]);
    // A CA is of version 3, so that the subject is the sixth part (RFC 5280 4.1).
    const name = parts[5];
    const keyId = subjectKeyId(parts);
    return name && keyId !== undefined ? { name, keyId } : null;
  } catch {
    return null;
  }
}

/** Null when the certificate has no such extension, undefined when that is no octet string. */
function subjectKeyId(parts: readonly Node[]): string | null | undefined {
  // [3] is the extensions' tag; the library counts context tags with its universal ones.
  const list = parts.find(
    ({ tagClass, type }) =>
      tagClass === Class.CONTEXT_SPECIFIC && type === Type.BITSTRING,
  );
  const found = childrenOf(childrenOf(list)[0]).find(
    (one) => childrenOf(one)[0]?.value === keyIdExtension,
  );
  if (!found) return null;
  const value = childrenOf(found).at(-1)?.value;
  if (typeof value !== "string") return undefined;
  const inner = fromDer(Buffer.from(value, "latin1"));
  const isOctets = inner.tagClass === Class.UNIVERSAL && inner.type === Type.OCTETSTRING; // prettier-ignore
  return isOctets && typeof inner.value === "string" ? inner.value : undefined;
}

/** OpenSSL's names of the curves that Go's crypto/x509 knows. */
const curves = ["secp224r1", "prime256v1", "secp384r1", "secp521r1"];
/** Go signs and verifies with no shorter RSA key (crypto/rsa, since Go 1.24). */
export const leastRsaBits = 1024;

export type UnfitIssuer = "unknown-key" | "small-key" | "long-key" | "not-der";

/** Why nobody can issue with an authority, or nobody reads what it issues; null when all is well. */
export function whyUnfit(
  certificate: Certificate,
  der: Uint8Array,
): UnfitIssuer | null {
  const { rsaBits } = certificate;
  if (!isKnownKey(certificate)) return "unknown-key";
  if (rsaBits !== null && rsaBits < leastRsaBits) return "small-key";
  if (isLongKey(certificate) || hasLongExponent(certificate)) return "long-key";
  return readIssuer(der) ? null : "not-der";
}

/** Does Go read the certificate, and verify what its key signed? */
export function isReadByGo(certificate: Certificate): boolean {
  const { rsaBits } = certificate;
  return (
    isKnownKey(certificate) &&
    (rsaBits === null || rsaBits >= leastRsaBits) &&
    !hasLongExponent(certificate)
  );
}

type KeyLength = Pick<Certificate, "rsaBits" | "rsaExponentBits">;

/** Go's TLS takes no such key from the other side (crypto/tls checkKeySize); a root that is not sent may have it. */
export function isLongKey({ rsaBits }: Pick<KeyLength, "rsaBits">): boolean {
  return rsaBits !== null && rsaBits > limits.rsaBits.most;
}

/** Go verifies nothing with it (crypto/rsa checkPublicKey). */
function hasLongExponent({ rsaExponentBits }: KeyLength): boolean {
  return (
    rsaExponentBits !== null && rsaExponentBits > limits.rsaExponentBits.most
  );
}

function isKnownKey({
  keyType,
  curve,
}: Pick<Certificate, "keyType" | "curve">): boolean {
  return (
    keyType === "ed25519" ||
    keyType === "rsa" ||
    (keyType === "ec" && curves.includes(curve ?? ""))
  );
}
