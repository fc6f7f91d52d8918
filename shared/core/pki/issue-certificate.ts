import { createPrivateKey, generateKeyPairSync, sign } from "node:crypto";
import asn1 from "node-forge/lib/asn1.js";
import {
  bitString,
  childrenOf,
  context,
  derOf,
  exportKey,
  extension,
  fromDer,
  integer,
  oid,
  organizations,
  sequence,
  time,
  type Node,
} from "./der.ts";
import { pem } from "./pem.ts";

const { Class, Type } = asn1;

export interface IssueRequest {
  /** The authority's certificate, DER. */
  readonly authority: Uint8Array;
  /** Its private key, DER: PKCS#8, PKCS#1 or SEC1. */
  readonly authorityKey: Uint8Array;
  readonly authorityKeyFormat: "pkcs8" | "pkcs1" | "sec1";
  readonly roles: readonly string[];
  /** Whole seconds count. */
  readonly notBefore: Date;
  readonly notAfter: Date;
  /** Random bytes, at most 16: a positive INTEGER in the certificate. */
  readonly serial: Uint8Array;
}

/** A client certificate and its key as PEM, labelled as Talos labels them. */
export interface IssuedPair {
  readonly certificate: string;
  readonly privateKey: string;
}

/** How each family of authorities signs, and what key its clients get (siderolabs/crypto x509/csr.go:40-56). */
const families = {
  ed25519: {
    digest: null,
    algorithm: () => sequence([oid("1.3.101.112")]),
    make: () => generateKeyPairSync("ed25519"),
    label: "ED25519 PRIVATE KEY",
    format: "pkcs8",
  },
  ec: {
    digest: "sha256",
    algorithm: () => sequence([oid("1.2.840.10045.4.3.2")]),
    make: () => generateKeyPairSync("ec", { namedCurve: "prime256v1" }),
    label: "EC PRIVATE KEY",
    format: "sec1",
  },
  rsa: {
    digest: "sha512",
    algorithm: () =>
      sequence([
        oid("1.2.840.113549.1.1.13"),
        asn1.create(Class.UNIVERSAL, Type.NULL, false, ""),
      ]),
    make: () => generateKeyPairSync("rsa", { modulusLength: 4096 }),
    label: "RSA PRIVATE KEY",
    format: "pkcs1",
  },
} as const;

/**
 * Issues a Talos client certificate: the same fields as Talos' own (pkg/machinery/config/generate/secrets/ca.go:66-86,
 * siderolabs/crypto x509/certificate.go:27-84), with a key of its own. Null for an authority whose key is of a kind
 * that Talos does not use.
 */
export function issueCertificate(request: IssueRequest): IssuedPair | null {
  const signer = createPrivateKey({
    key: Buffer.from(request.authorityKey),
    format: "der",
    type: request.authorityKeyFormat,
  });
  const kind = signer.asymmetricKeyType;
  if (kind !== "ed25519" && kind !== "ec" && kind !== "rsa") return null;
  const family = families[kind];
  const { publicKey, privateKey } = family.make();
  const spki = publicKey.export({ type: "spki", format: "der" });
  const body = toBeSigned(request, family.algorithm(), fromDer(spki));
  const signature = sign(family.digest, derOf(body), signer);
  const certificate = sequence([
    body,
    family.algorithm(),
    bitString(signature, 0),
  ]);
  return {
    certificate: pem("CERTIFICATE", derOf(certificate)),
    privateKey: pem(family.label, exportKey(privateKey, family.format)),
  };
}

function toBeSigned(
  { authority, roles, notBefore, notAfter, serial }: IssueRequest,
  algorithm: Node,
  publicKey: Node,
): Node {
  const parent = childrenOf(childrenOf(fromDer(authority))[0]);
  return sequence([
    context(0, [integer(Uint8Array.of(2))]),
    integer(serial),
    algorithm,
    // The issuer is a copy of the authority's subject, byte for byte.
    parent[5] ?? sequence([]),
    sequence([time(notBefore), time(notAfter)]),
    organizations(roles),
    publicKey,
    context(3, [sequence(extensions(subjectKeyId(parent)))]),
  ]);
}

function extensions(authorityKeyId: string | null): Node[] {
  const digitalSignature = Uint8Array.of(0x80);
  const unusedBits = 7;
  return [
    extension("2.5.29.15", true, bitString(digitalSignature, unusedBits)),
    extension("2.5.29.37", false, sequence([oid("1.3.6.1.5.5.7.3.2")])),
    ...(authorityKeyId === null
      ? []
      : [extension("2.5.29.35", false, keyId(authorityKeyId))]),
  ];
}

function keyId(bytes: string): Node {
  return sequence([asn1.create(Class.CONTEXT_SPECIFIC, 0, false, bytes)]);
}

/** The authority's subject key identifier; null when it has none. */
function subjectKeyId(parent: readonly Node[]): string | null {
  const wanted = asn1.oidToDer("2.5.29.14").getBytes();
  // [3] is the extensions' tag (RFC 5280 4.1); the library counts context tags with its universal ones.
  const list = parent.find(
    (node) =>
      node.tagClass === Class.CONTEXT_SPECIFIC && node.type === Type.BITSTRING,
  );
  const found = childrenOf(childrenOf(list)[0]).find(
    (one) => childrenOf(one)[0]?.value === wanted,
  );
  const value = childrenOf(found).at(-1)?.value;
  if (typeof value !== "string") return null;
  const inner = fromDer(Buffer.from(value, "latin1")).value;
  return typeof inner === "string" ? inner : null;
}
