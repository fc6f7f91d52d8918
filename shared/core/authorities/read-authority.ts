// A Talos CA with its private key, read from what talosctl makes: secrets.yaml, a control plane's config, a PEM
// pair.
// Keep: The key leaves as a Secret; a pair that does not belong together is refused here, before anybody signs with
// it.
import { momentText } from "../moment-text.ts";
import { vaultError } from "../errors.ts";
import { countOf } from "../count-of.ts";
import { limits } from "../limits.ts";
import { toBase64 } from "../pki/base64.ts";
import { readCertificate, type Certificate } from "../pki/certificate.ts";
import { leastRsaBits, whyUnfit } from "../pki/issuer.ts";
import { matchKey } from "../pki/key-match.ts";
import { pem, readPem, type PemBlock } from "../pki/pem.ts";
import { failure, success, type Result } from "../result.ts";
import { Secret } from "../secret.ts";
import { decodeGoBase64 } from "../talosconfig/base64.ts";
import {
  classifyFile,
  otherFileOf,
  type ClassifiedFile,
} from "../imports/classify-file.ts";
import { otherFileProblem } from "../imports/other-files/other-file-words.ts";

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

/** An authority as the vault keeps it, read and checked again. */
export function openAuthority(
  stored: { readonly crt: string; readonly key: Secret },
  now: Date,
): Result<Authority> {
  const pair = decodePair(stored.crt, stored.key.reveal());
  return pair.ok ? checkPair(pair.value, now) : pair;
}

interface PairText {
  readonly crt: Uint8Array;
  readonly key: Uint8Array;
}

const redacted = "******";

/**
 * Reads an authority from `secrets.yaml`, a control plane's machine config (any document of it) or a PEM pair.
 * Errors: `credential-unusable`, each with what the file is instead; nothing of its content is quoted.
 */
export function readAuthority(
  bytes: Uint8Array,
  now: Date,
  path = "The file",
): Result<Authority> {
  return authorityIn(classifyFile(bytes), now, path);
}

/** The same for a file whose bytes were classified already. */
export function authorityIn(
  classified: ClassifiedFile,
  now: Date,
  path = "The file",
): Result<Authority> {
  if (classified.kind === "pem") {
    const { bytes: crt } = classified;
    return checkPair({ crt, key: crt }, now);
  }
  if (classified.kind === "broken" && classified.isUnread)
    return refuse(
      classified.error.message,
      "Check that this is the right file.",
    );
  if (classified.kind !== "authority") {
    const file = otherFileOf(classified);
    return failure(otherFileProblem(path, file, "authority"));
  }
  const pair = pairAt(classified);
  return pair.ok ? checkPair(pair.value, now) : pair;
}

/** PEM with a certificate and without a key: the key may be in a file beside it. */
export function isCertificateAlone(classified: ClassifiedFile): boolean {
  const file = otherFileOf(classified);
  return file?.kind === "pem" && file.holds === "certificate";
}

type AuthorityFile = Extract<ClassifiedFile, { readonly kind: "authority" }>;

function pairAt({ file, crt, key, hasKeyTwice }: AuthorityFile) {
  if (hasKeyTwice)
    return refuse(
      "The file has one of its keys twice.",
      "Talos refuses that too: take one of the two out, or copy the file again from where it was made.",
    );
  const isWorker =
    file.kind === "machine-config" &&
    !["controlplane", "init"].includes(file.type);
  return isWorker
    ? refuse(
        "That is a worker's machine config: it has no CA key.",
        "Give a control plane's, or the secrets.yaml.",
      )
    : decodePair(crt, key);
}

function decodePair(crt: unknown, key: unknown): Result<PairText> {
  if (typeof crt !== "string" || typeof key !== "string" || key === "")
    return refuse(
      "The file has no Talos CA with its key.",
      "Give the secrets.yaml of the cluster, or a control plane's machine config.",
    );
  if (key.includes(redacted))
    return refuse(
      "The CA's key was redacted: it reads ******.",
      "Give the file as it was generated, not as talosctl prints it.",
    );
  const [certificate, privateKey] = [decodeGoBase64(crt), decodeGoBase64(key)];
  if (!certificate.ok || !privateKey.ok)
    return refuse(
      "The CA or its key is not base64.",
      "Copy the file again from where it was made.",
    );
  return success({ crt: certificate.bytes, key: privateKey.bytes });
}

function checkPair({ crt, key }: PairText, now: Date): Result<Authority> {
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
  const problem =
    problemOfKinds(certificate, block, keyBlock) ??
    problemOfPair(block, keyBlock) ??
    problemOfTimes(certificate, now);
  if (problem) return refuse(...problem);
  return success({
    certificate: block.der,
    key: keyBlock,
    ca: toBase64(pem(block.label, block.der)),
    keyText: new Secret(toBase64(pem(keyBlock.label, keyBlock.der))),
    notAfter: certificate.notAfter,
    fingerprint: certificate.fingerprint,
  });
}

/** A sentence and the next step; null: no problem. */
type Problem = readonly [message: string, next: string] | null;

function problemOfKinds(
  certificate: Certificate,
  { der }: PemBlock,
  key: PemBlock,
): Problem {
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
      return problemOfUsages(certificate);
  }
}

const clientUsages = ["1.3.6.1.5.5.7.3.2", "2.5.29.37.0"];

/** Go asks it of every certificate of a chain (crypto/x509 checkChainForKeyUsage); no such extension allows all. */
function problemOfUsages({ extendedKeyUsage }: Certificate): Problem {
  const usages = extendedKeyUsage ?? [];
  const isForClients =
    usages.length === 0 || usages.some((one) => clientUsages.includes(one));
  if (isForClients) return null;
  return [
    "The CA's extended key usage has no clientAuth: no node accepts a client of it.",
    "Give the Talos OS CA: certs.os of secrets.yaml, machine.ca of a control plane's config.",
  ];
}

function problemOfPair({ der }: PemBlock, key: PemBlock): Problem {
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

function problemOfTimes(
  { notBefore, notAfter }: Certificate,
  now: Date,
): Problem {
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

function refuse(message: string, next: string): Result<never> {
  return failure(vaultError("credential-unusable", message, next));
}
