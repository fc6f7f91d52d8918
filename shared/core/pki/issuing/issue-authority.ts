import { generateKeyPairSync, sign } from "node:crypto";
import {
  bitString,
  context,
  derOf,
  exportKey,
  extension,
  fromDer,
  integer,
  octets,
  oid,
  organizations,
  sequence,
  time,
  truth,
} from "../der.ts";
import type { IssuedPair } from "./issue-certificate.ts";
import { pem } from "../pem.ts";

export interface AuthorityRequest {
  /** Talos' own CA is Ed25519, those of etcd and Kubernetes are ECDSA P-256. */
  readonly kind: "ed25519" | "p256";
  /** Null: an empty subject, as the aggregator's has. */
  readonly organization: string | null;
  /** Whole seconds count. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Random bytes, at most 16. */
  readonly serial: Uint8Array;
  /** 20 random bytes (siderolabs/crypto x509/x509.go:35-53). */
  readonly subjectKeyId: Uint8Array;
}

/**
 * A self-signed CA with its key, with the fields that talosctl gives it (siderolabs/crypto
 * x509/certificate_authority.go:25-68).
 */
export function issueAuthority(request: AuthorityRequest): IssuedPair {
  const isEd25519 = request.kind === "ed25519";
  const { publicKey, privateKey } = isEd25519
    ? generateKeyPairSync("ed25519")
    : generateKeyPairSync("ec", { namedCurve: "prime256v1" });
  const algorithm = sequence([
    oid(isEd25519 ? "1.3.101.112" : "1.2.840.10045.4.3.2"),
  ]);
  const { organization, notBefore, notAfter, serial } = request;
  const name = organizations(organization === null ? [] : [organization]);
  const body = sequence([
    context(0, [integer(Uint8Array.of(2))]),
    integer(serial),
    algorithm,
    name,
    sequence([time(notBefore), time(notAfter)]),
    name,
    fromDer(publicKey.export({ type: "spki", format: "der" })),
    context(3, [sequence(extensions(request.subjectKeyId))]),
  ]);
  const signature = sign(isEd25519 ? null : "sha256", derOf(body), privateKey);
  const certificate = sequence([body, algorithm, bitString(signature, 0)]);
  const key = isEd25519
    ? pem("ED25519 PRIVATE KEY", exportKey(privateKey, "pkcs8"))
    : pem("EC PRIVATE KEY", exportKey(privateKey, "sec1"));
  return {
    certificate: pem("CERTIFICATE", derOf(certificate)),
    privateKey: key,
  };
}

/** The key that Kubernetes signs service account tokens with: RSA 4096, PKCS#1 PEM (generate/secrets/bundle.go). */
export function newServiceAccountKey(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 4096 });
  return pem("RSA PRIVATE KEY", exportKey(privateKey, "pkcs1"));
}

function extensions(subjectKeyId: Uint8Array) {
  const signAndCertify = Uint8Array.of(0x84);
  const unusedBits = 2;
  const server = oid("1.3.6.1.5.5.7.3.1");
  const client = oid("1.3.6.1.5.5.7.3.2");
  return [
    extension("2.5.29.15", true, bitString(signAndCertify, unusedBits)),
    extension("2.5.29.37", false, sequence([server, client])),
    extension("2.5.29.19", true, sequence([truth()])),
    extension("2.5.29.14", false, octets(subjectKeyId)),
  ];
}
