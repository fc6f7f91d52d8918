// Certificates, keys, HMAC and HKDF: the one folder of the core that knows node:crypto and node-forge.
// Keep: Bytes and text alone go in and out: no type of a library does. No cryptography of our own.
import { createHash, X509Certificate, type KeyObject } from "node:crypto";
import { isShortDer } from "./der.ts";
import { readOrganizations } from "./organization-values.ts";

/** What we read of a certificate. Names are RFC 5280's. */
export interface Certificate {
  /** Organization values in the order of the certificate, not trimmed. */
  readonly organizations: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** RFC 2253 in one line, as `O=talos`. */
  readonly subject: string;
  readonly issuer: string;
  /** Names and addresses that it stands for, as OpenSSL prints them (`DNS:a, IP Address:10.0.0.1`); empty: none. */
  readonly alternativeNames: string;
  /** Upper-case hexadecimal. */
  readonly serial: string;
  /** SHA-256 of the DER, lower-case hexadecimal. */
  readonly fingerprint: string;
  readonly isCa: boolean;
  /** OIDs of the extended key usage; null when the extension is absent. */
  readonly extendedKeyUsage: readonly string[] | null;
  /** As Node calls it: ed25519, ec, rsa, … */
  readonly keyType: string;
  /** Bits of an RSA key, else null. */
  readonly rsaBits: number | null;
  /** Of an RSA key's public exponent; 17 for nearly all. */
  readonly rsaExponentBits: number | null;
  /** OpenSSL's name of the curve of an EC key (prime256v1, …), else null. */
  readonly curve: string | null;
}

/** Reads a certificate; null when the bytes are not one that Talos could read. */
export function readCertificate(der: Uint8Array): Certificate | null {
  const certificate = parse(der);
  if (certificate === null) return null;
  const organizations = readOrganizations(der);
  const notBefore = readTime(certificate.validFrom);
  const notAfter = readTime(certificate.validTo);
  if (!organizations || !notBefore || !notAfter) return null;
  return {
    organizations,
    notBefore,
    notAfter,
    subject: inOneLine(certificate.subject),
    issuer: inOneLine(certificate.issuer),
    alternativeNames: certificate.subjectAltName ?? "",
    serial: certificate.serialNumber,
    fingerprint: createHash("sha256").update(certificate.raw).digest("hex"),
    isCa: certificate.ca,
    extendedKeyUsage: certificate.keyUsage ?? null,
    ...readKey(certificate.publicKey),
  };
}

type KeyFacts = Pick<
  Certificate,
  "keyType" | "rsaBits" | "rsaExponentBits" | "curve"
>;

function readKey(key: KeyObject): KeyFacts {
  const { modulusLength, publicExponent, namedCurve } =
    key.asymmetricKeyDetails ?? {};
  const isRsa = key.asymmetricKeyType === "rsa";
  return {
    keyType: key.asymmetricKeyType ?? "unknown",
    rsaBits: isRsa ? (modulusLength ?? null) : null,
    rsaExponentBits: isRsa ? (publicExponent ?? 0n).toString(2).length : null,
    curve: namedCurve ?? null,
  };
}

/**
 * A time as OpenSSL prints it; null for one that is none (a month 99) and for a fraction of a second, which OpenSSL reads
 * and Go refuses. The year is of 0 to 9999, the last of which stands for no end (RFC 5280, 4.1.2.5).
 */
function readTime(text: string): Date | null {
  const [, day = "", year = ""] =
    /^(\w{3} +\d{1,2} \d\d:\d\d:\d\d) (\d{1,4}) GMT$/.exec(text) ?? [];
  if (day === "") return null;
  // A leap year: its days are those of any year. Date would read a year of two digits as one of ours.
  const time = new Date(`${day} 2000 GMT`);
  time.setUTCFullYear(Number(year));
  return Number.isNaN(time.getTime()) ? null : time;
}

/** Node gives undefined for an empty name, and a line for each part of another one. */
function inOneLine(name: string | undefined): string {
  return (name ?? "").replaceAll("\n", ", ");
}

const parsed = new WeakMap<Uint8Array, X509Certificate | null>();

/** Parsed once for as long as the bytes live: a CA is looked at again for each certificate under it. */
export function parse(der: Uint8Array): X509Certificate | null {
  const known = parsed.get(der);
  if (known !== undefined) return known;
  const certificate = parseAnew(der);
  parsed.set(der, certificate);
  return certificate;
}

/** OpenSSL reads a public key lazily: one that it cannot read makes the certificate unreadable for us. */
function parseAnew(der: Uint8Array): X509Certificate | null {
  if (!isShortDer(der)) return null;
  try {
    const certificate = new X509Certificate(der);
    return certificate.publicKey.type === "public" ? certificate : null;
  } catch {
    return null;
  }
}
