import {
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from "node:crypto";
import { base64, TestAuthority } from "./certificates.ts";

interface Template {
  readonly ca: string;
  readonly caKey: KeyObject;
  readonly der: Buffer;
}

const publicKeyLength = 32;
const signatureLength = 64;

/**
 * A talosconfig with that many contexts (`context-1` is current), each with a certificate and key of its
 * own under one Ed25519 authority, as talosctl makes them; for tests and measurements only. They are os:reader unless
 * said otherwise, so that a session may have the stored key.
 *
 * OpenSSL makes one certificate; the others are that one with another key, serial and signature put into
 * the same places, which is some hundred times faster than ten thousand calls of OpenSSL.
 */
export function makeTalosconfig(
  count: number,
  roles: readonly string[] = ["os:reader"],
): string {
  const template = makeTemplate(roles);
  const lines = ["context: context-1", "contexts:"];
  for (let number = 1; number <= count; number++) {
    const { crt, key } = stamp(template);
    const host = `10.${String(number >> 8)}.${String(number & 255)}.2`;
    lines.push(
      `    context-${String(number)}:`,
      "        endpoints:",
      `            - ${host}`,
      `        ca: ${base64(template.ca)}`,
      `        crt: ${base64(crt)}`,
      `        key: ${base64(key)}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

function makeTemplate(roles: readonly string[]): Template {
  const authority = new TestAuthority();
  try {
    const { crt } = authority.client({ roles, days: 365 });
    return {
      ca: authority.pair.crt,
      caKey: createPrivateKey(authority.pair.key),
      der: new X509Certificate(crt).raw,
    };
  } finally {
    authority.dispose();
  }
}

function stamp({ caKey, der }: Template): { crt: string; key: string } {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const certificate = Buffer.from(der);
  const oldKey = new X509Certificate(der).publicKey
    .export({ type: "spki", format: "der" })
    .subarray(-publicKeyLength);
  const newKey = publicKey
    .export({ type: "spki", format: "der" })
    .subarray(-publicKeyLength);
  newKey.copy(certificate, der.indexOf(oldKey));
  const serial = Buffer.from(new X509Certificate(der).serialNumber, "hex");
  // The first byte stays, which says that the number is above zero.
  randomBytes(serial.length - 1).copy(certificate, der.indexOf(serial) + 1);
  const start = headerLength(certificate);
  const signed = certificate.subarray(
    start,
    start + elementLength(certificate.subarray(start)),
  );
  sign(null, signed, caKey).copy(
    certificate,
    certificate.length - signatureLength,
  );
  const text = privateKey.export({ type: "pkcs8", format: "pem" });
  return {
    crt: pem(certificate),
    key: String(text).replaceAll("PRIVATE KEY", "ED25519 PRIVATE KEY"),
  };
}

/** Bytes of a DER element's tag and length (X.690 8.1.3). */
function headerLength(der: Buffer): number {
  const first = der.readUInt8(1);
  return first < 0x80 ? 2 : 2 + (first & 0x7f);
}

function elementLength(der: Buffer): number {
  const header = headerLength(der);
  const content =
    header === 2 ? der.readUInt8(1) : der.readUIntBE(2, header - 2);
  return header + content;
}

function pem(der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return [
    "-----BEGIN CERTIFICATE-----",
    ...lines,
    "-----END CERTIFICATE-----",
    "",
  ].join("\n");
}
