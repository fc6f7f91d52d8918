import { momentText } from "../moment-text.ts";
import { vaultError } from "../errors.ts";
import { countOf } from "../counted-noun.ts";
import { limits } from "../limits.ts";
import { toBase64 } from "../pki/base64.ts";
import { readCertificate, type Certificate } from "../pki/certificate.ts";
import { leastRsaBits, whyUnfit } from "../pki/issuing/issuer.ts";
import { matchKey } from "../pki/verifying/key-match.ts";
import { pem, readPem, type PemBlock } from "../pki/pem.ts";
import { failure, success, type Result } from "../result.ts";
import { Secret } from "../secret.ts";

/** A Talos OS CA with its key, read and checked. The key is in memory only. */
export interface Authority {
  readonly certificate: Uint8Array;
  readonly key: PemBlock;
  /** Base64 of PEM, as a talosconfig has it in `ca`. */
  readonly ca: string;
  /** Base64 of PEM. */
  readonly keyText: Secret;
  readonly notAfter: Date;
  /** SHA-256 of the certificate, hexadecimal. */
  readonly fingerprint: string;
}

/** Both as PEM. */
export interface PairText {
  readonly crt: Uint8Array;
  readonly key: Uint8Array;
}

/** The authority that a CA and a key are together. Errors: `credential-unusable`, with what Talos or its signatures need. */
export function checkPair(
  { crt, key }: PairText,
  now: Date,
): Result<Authority> {
  const block = readPem(crt).find(({ label }) => label === "CERTIFICATE");
  const keyBlock = readPem(key).find(({ label }) =>
    label.endsWith("PRIVATE KEY"),
  );
  const certificate = block ? readCertificate(block.der) : null;
  if (!block || !certificate)
    return refuse(
      "The file has no CA certificate that can be read.",
      "Copy the file again from where it was made.",
    );
  if (!keyBlock)
    return refuse(
      "The file has no private key for the CA.",
      "Talos keeps it in secrets.yaml and in control plane configs; talosctl gen ca writes talos.key beside talos.crt.",
    );
  const refusal =
    refuseKinds(certificate, block, keyBlock) ??
    refusePair(block, keyBlock) ??
    refuseTimes(certificate, now);
  if (refusal) return refuse(...refusal);
  return success({
    certificate: block.der,
    key: keyBlock,
    ca: toBase64(pem(block.label, block.der)),
    keyText: new Secret(toBase64(pem(keyBlock.label, keyBlock.der))),
    notAfter: certificate.notAfter,
    fingerprint: certificate.fingerprint,
  });
}

/** A sentence and the next step; null: nothing is wrong. */
type Refusal = readonly [message: string, next: string] | null;

function refuseKinds(
  certificate: Certificate,
  { der }: PemBlock,
  key: PemBlock,
): Refusal {
  if (key.isEncrypted)
    return [
      "The CA's key is encrypted.",
      "Decrypt it first: Talos knows no encrypted keys.",
    ];
  if (!certificate.isCa)
    return [
      "That certificate is not a CA.",
      "Give the Talos OS CA, not a certificate that it issued.",
    ];
  const { keyType, curve, rsaBits } = certificate;
  switch (whyUnfit(certificate, der)) {
    case "unknown-key":
      return [
        `The CA's key is of a kind that Talos does not use (${curve ?? keyType}).`,
        "Talos has Ed25519, ECDSA on NIST's curves, and RSA.",
      ];
    case "small-key":
      return [
        `The CA's RSA key has ${String(rsaBits)} bits.`,
        `Talos signs and verifies with ${String(leastRsaBits)} and more: rotate the cluster's CA (talosctl rotate-ca).`,
      ];
    case "long-key":
      return [
        `The CA's RSA key is longer than ${countOf(limits.rsaBits.most, "bit")}, or its exponent is.`,
        "Nobody signs with such a key in a reasonable time: rotate the cluster's CA (talosctl rotate-ca).",
      ];
    case "not-der":
      return [
        "The CA's certificate is not encoded as Talos reads it (strict DER).",
        "Copy the file again from where it was made.",
      ];
    case null:
      return refuseUsages(certificate);
  }
}

const clientUsages = ["1.3.6.1.5.5.7.3.2", "2.5.29.37.0"];

/** Go asks it of every certificate of a chain (crypto/x509 checkChainForKeyUsage); no such extension allows all. */
function refuseUsages({ extendedKeyUsage }: Certificate): Refusal {
  const usages = extendedKeyUsage ?? [];
  const isForClients =
    usages.length === 0 || usages.some((one) => clientUsages.includes(one));
  if (isForClients) return null;
  return [
    "The CA's extended key usage has no clientAuth: no node accepts a client of it.",
    "Give the Talos OS CA: certs.os of secrets.yaml, machine.ca of a control plane's config.",
  ];
}

function refusePair({ der }: PemBlock, key: PemBlock): Refusal {
  const match = matchKey(der, key);
  if (match !== "match")
    return [
      match === "other"
        ? "The key does not belong to the CA."
        : "The CA's key cannot be read.",
      "Copy both again from where they were made.",
    ];
  return null;
}

function refuseTimes({ notBefore, notAfter }: Certificate, now: Date): Refusal {
  if (notAfter < now)
    return [
      `The CA ended on ${momentText(notAfter)}.`,
      "Rotate the cluster's CA: talosctl rotate-ca.",
    ];
  if (notBefore > now)
    return [
      `The CA begins on ${momentText(notBefore)}.`,
      "Check this machine's clock: until then nobody accepts what it issues.",
    ];
  return null;
}

/** Refuses a file or what is in it; nothing of its content is quoted. */
export function refuse(message: string, next: string): Result<never> {
  return failure(vaultError("credential-unusable", message, next));
}
