import { toBase64 } from "../pki/base64.ts";
import {
  issueAuthority,
  newServiceAccountKey,
} from "../pki/issuing/issue-authority.ts";
import type { IssuedPair } from "../pki/issuing/issue-certificate.ts";
import { Secret } from "../secret.ts";

/** A new cluster's secrets, as `talosctl gen secrets` makes them. */
export interface SecretsBundle {
  /** The text of secrets.yaml. */
  readonly yaml: Secret;
  /** The Talos CA: base64 of PEM. */
  readonly ca: string;
}

/** Randomness, and the moment of making; bytes as the core's port for it gives them. */
export interface BundleInput {
  readonly bytes: (length: number) => Uint8Array;
  readonly now: Date;
}

const secretBytes = 32;
const serialBytes = 16;
const keyIdBytes = 20;
/** 87600 hours (pkg/machinery/config/generate/secrets/secrets.go:15). */
const lifeMs = 87_600 * 3_600_000;

/**
 * Makes the secrets of a new cluster: the keys, their order and their algorithms are those of
 * pkg/machinery/config/generate/secrets (bundle.go, ca.go).
 */
export function newSecretsBundle({ bytes, now }: BundleInput): SecretsBundle {
  const authority = (
    kind: "ed25519" | "p256",
    organization: string | null,
  ): IssuedPair =>
    issueAuthority({
      kind,
      organization,
      notBefore: now,
      notAfter: new Date(now.getTime() + lifeMs),
      serial: bytes(serialBytes),
      subjectKeyId: bytes(keyIdBytes),
    });
  const os = authority("ed25519", "talos");
  const yaml = [
    "cluster:",
    `    id: ${newClusterId(bytes)}`,
    `    secret: ${toBase64(bytes(secretBytes))}`,
    "secrets:",
    `    bootstraptoken: ${newToken(bytes)}`,
    `    secretboxencryptionsecret: ${toBase64(bytes(secretBytes))}`,
    "trustdinfo:",
    `    token: ${newToken(bytes)}`,
    "certs:",
    ...pair("etcd", authority("p256", "etcd")),
    ...pair("k8s", authority("p256", "kubernetes")),
    ...pair("k8saggregator", authority("p256", null)),
    "    k8sserviceaccount:",
    `        key: ${toBase64(newServiceAccountKey())}`,
    ...pair("os", os),
    "",
  ].join("\n");
  return { yaml: new Secret(yaml), ca: toBase64(os.certificate) };
}

function pair(name: string, { certificate, privateKey }: IssuedPair): string[] {
  return [
    `    ${name}:`,
    `        crt: ${toBase64(certificate)}`,
    `        key: ${toBase64(privateKey)}`,
  ];
}

/** Talos up to 1.13 writes it in the URL's alphabet, later ones in the standard one: this one is the same in both. */
function newClusterId(bytes: BundleInput["bytes"]): string {
  for (;;) {
    const id = toBase64(bytes(secretBytes));
    if (!/[+/]/.test(id)) return id;
  }
}

const tokenCharacters = "0123456789abcdefghijklmnopqrstuvwxyz";

/** Six characters, a dot, sixteen characters, each as likely as the others. */
function newToken(bytes: BundleInput["bytes"]): string {
  return `${randomText(bytes, 6)}.${randomText(bytes, 16)}`;
}

function randomText(bytes: BundleInput["bytes"], length: number): string {
  const fair = 256 - (256 % tokenCharacters.length);
  let text = "";
  while (text.length < length)
    for (const byte of bytes(length - text.length))
      if (byte < fair) text += tokenCharacters[byte % tokenCharacters.length];
  return text;
}
