import { execFileSync } from "node:child_process";
import {
  createPrivateKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

interface Template {
  readonly ca: string;
  readonly caKey: KeyObject;
  readonly der: Buffer;
}

const publicKeyLength = 32;
const signatureLength = 64;
const serialLength = 16;

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
  const folder = mkdtempSync(join(tmpdir(), "talos-vault-authority-"));
  const path = (name: string) => join(folder, name);
  const openssl = (...args: string[]) =>
    execFileSync("openssl", args, {
      cwd: folder,
      stdio: ["ignore", "pipe", "ignore"],
    });
  try {
    writeFileSync(
      path("client.ext"),
      "keyUsage=critical,digitalSignature\nextendedKeyUsage=clientAuth\n",
    );
    writeFileSync(
      path("ca.cnf"),
      "[req]\ndistinguished_name=dn\nprompt=no\n[dn]\nO=talos\n",
    );
    openssl("genpkey", "-algorithm", "ed25519", "-out", "ca.key");
    openssl(
      "req",
      "-new",
      "-x509",
      "-config",
      "ca.cnf",
      "-key",
      "ca.key",
      "-days",
      "3650",
      "-out",
      "ca.crt",
      "-addext",
      "basicConstraints=critical,CA:TRUE",
      "-addext",
      "keyUsage=critical,digitalSignature,keyCertSign",
    );
    openssl("genpkey", "-algorithm", "ed25519", "-out", "client.key");
    const subject = roles
      .map((role) => `/O=${role}`)
      .join("+")
      .replaceAll("+/", "+");
    openssl(
      "req",
      "-new",
      "-multivalue-rdn",
      "-config",
      "ca.cnf",
      "-subj",
      subject,
      "-key",
      "client.key",
      "-out",
      "client.csr",
    );
    openssl(
      "x509",
      "-req",
      "-in",
      "client.csr",
      "-CA",
      "ca.crt",
      "-CAkey",
      "ca.key",
      "-days",
      "365",
      "-extfile",
      "client.ext",
      "-set_serial",
      `0x7f${"11".repeat(serialLength - 1)}`,
      "-out",
      "client.crt",
    );
    return {
      ca: readFileSync(path("ca.crt"), "utf8"),
      caKey: createPrivateKey(readFileSync(path("ca.key"))),
      der: new X509Certificate(readFileSync(path("client.crt"))).raw,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
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
  const serialAt = der.indexOf(
    Buffer.from("11".repeat(serialLength - 1), "hex"),
  );
  randomBytes(serialLength - 1).copy(certificate, serialAt);
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

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}
