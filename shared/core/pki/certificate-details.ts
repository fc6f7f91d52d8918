import { createHash } from "node:crypto";
import { parse } from "./certificate.ts";
import { childrenOf, fromDer, oid, type Node } from "./der.ts";
import asn1 from "node-forge/lib/asn1.js";

/** What only a person who looks at one certificate wants to know of it. */
export interface CertificateDetails {
  /** RFC 5280's names (4.2.1.3); null when the extension is absent. */
  readonly keyUsage: readonly string[] | null;
  /** By name where Talos uses it, else its OID. */
  readonly signatureAlgorithm: string;
  /** SHA-1 of the DER, lower-case hexadecimal, as older tools show it. */
  readonly sha1: string;
  /** SHA-256 of the public key's DER in base64, as talosctl's --cert-fingerprint has it. */
  readonly publicKeySha256: string;
}

const usages = [
  "digitalSignature",
  "nonRepudiation",
  "keyEncipherment",
  "dataEncipherment",
  "keyAgreement",
  "keyCertSign",
  "cRLSign",
  "encipherOnly",
  "decipherOnly",
];

const algorithms: Readonly<Record<string, string>> = {
  "1.3.101.112": "Ed25519",
  "1.2.840.10045.4.3.2": "ECDSA with SHA-256",
  "1.2.840.10045.4.3.3": "ECDSA with SHA-384",
  "1.2.840.10045.4.3.4": "ECDSA with SHA-512",
  "1.2.840.113549.1.1.5": "RSA with SHA-1",
  "1.2.840.113549.1.1.11": "RSA with SHA-256",
  "1.2.840.113549.1.1.12": "RSA with SHA-384",
  "1.2.840.113549.1.1.13": "RSA with SHA-512",
};

/** Of a certificate that `readCertificate` reads; null for other bytes. */
export function readDetails(der: Uint8Array): CertificateDetails | null {
  const certificate = parse(der);
  if (!certificate) return null;
  try {
    const [body, algorithm] = childrenOf(fromDer(der));
    const spki = certificate.publicKey.export({ type: "spki", format: "der" });
    return {
      keyUsage: keyUsageOf(body),
      signatureAlgorithm: nameOf(childrenOf(algorithm)[0]),
      sha1: createHash("sha1").update(certificate.raw).digest("hex"),
      publicKeySha256: createHash("sha256").update(spki).digest("base64"),
    };
  } catch {
    return null;
  }
}

function nameOf(algorithm: Node | undefined): string {
  if (typeof algorithm?.value !== "string") return "unknown";
  const text = asn1.derToOid(algorithm.value);
  return algorithms[text] ?? text;
}

const keyUsageId = oid("2.5.29.15").value;

function keyUsageOf(body: Node | undefined): readonly string[] | null {
  const { CONTEXT_SPECIFIC } = asn1.Class;
  const list = childrenOf(body).findLast(
    ({ tagClass, constructed }) => tagClass === CONTEXT_SPECIFIC && constructed,
  );
  const found = childrenOf(childrenOf(list)[0]).find(
    (one) => childrenOf(one)[0]?.value === keyUsageId,
  );
  const value = childrenOf(found).at(-1)?.value;
  if (typeof value !== "string") return null;
  const bits = fromDer(Buffer.from(value, "latin1")).value;
  if (typeof bits !== "string") return null;
  // A bit string's first byte is the number of bits at its end that do not count.
  return usages.filter((_, bit) => {
    const byte = bits.charCodeAt(1 + Math.floor(bit / 8));
    return (byte & (0x80 >> (bit % 8))) !== 0;
  });
}
