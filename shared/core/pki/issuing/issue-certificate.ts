import {
  createPrivateKey,
  generateKeyPairSync,
  type KeyObject,
} from "node:crypto";
import asn1 from "node-forge/lib/asn1.js";
import {
  bitString,
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
} from "../der.ts";
import { readIssuer, type Issuer } from "./issuer.ts";
import { pem } from "../pem.ts";
import { familyOf, signAs, type KeyFamily } from "./sign.ts";

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
  /** For a server at these addresses (IPv4 or IPv6, 4 or 16 bytes each); absent: for a client. */
  readonly addresses?: readonly Uint8Array[];
}

/** A client certificate and its key as PEM, labelled as Talos labels them. */
export interface IssuedPair {
  readonly certificate: string;
  readonly privateKey: string;
}

/** How a certificate says with what each family of authorities signed it, and what key its clients get (siderolabs/crypto x509/csr.go:40-56). */
const families = {
  ed25519: {
    algorithm: () => sequence([oid("1.3.101.112")]),
    make: () => generateKeyPairSync("ed25519"),
    label: "ED25519 PRIVATE KEY",
    format: "pkcs8",
  },
  ec: {
    algorithm: () => sequence([oid("1.2.840.10045.4.3.2")]),
    make: () => generateKeyPairSync("ec", { namedCurve: "prime256v1" }),
    label: "EC PRIVATE KEY",
    format: "sec1",
  },
  rsa: {
    algorithm: () =>
      sequence([
        oid("1.2.840.113549.1.1.13"),
        asn1.create(Class.UNIVERSAL, Type.NULL, false, ""),
      ]),
    make: () => generateKeyPairSync("rsa", { modulusLength: 4096 }),
    label: "RSA PRIVATE KEY",
    format: "pkcs1",
  },
} as const satisfies Record<KeyFamily, unknown>;

/**
 * Issues a Talos client certificate: the same fields as Talos' own (pkg/machinery/config/generate/secrets/ca.go:66-86,
 * siderolabs/crypto x509/certificate.go:27-84), with a key of its own. Null for an authority that is not DER, or
 * whose key is of a kind that Talos does not use.
 */
export function issueCertificate(request: IssueRequest): IssuedPair | null {
  const signer = signerOf(request);
  if (!signer) return null;
  const { make, label, format } = families[signer.family];
  const { publicKey, privateKey } = make();
  const spki = publicKey.export({ type: "spki", format: "der" });
  return {
    certificate: certificateFor(request, signer, spki),
    privateKey: pem(label, exportKey(privateKey, format)),
  };
}

/**
 * The same for a key whose private half is somebody else's, as DER of SubjectPublicKeyInfo: PEM of the certificate. It may
 * be of another family than the authority's.
 */
export function certifyKey(
  request: IssueRequest,
  spki: Uint8Array,
): string | null {
  const signer = signerOf(request);
  return signer && certificateFor(request, signer, spki);
}

interface CertificateSigner {
  readonly key: KeyObject;
  readonly issuer: Issuer;
  readonly family: KeyFamily;
}

function signerOf(request: IssueRequest): CertificateSigner | null {
  const key = createPrivateKey({
    key: Buffer.from(request.authorityKey),
    format: "der",
    type: request.authorityKeyFormat,
  });
  const family = familyOf(key);
  const issuer = readIssuer(request.authority);
  return family && issuer && { key, issuer, family };
}

function certificateFor(
  request: IssueRequest,
  { key, issuer, family }: CertificateSigner,
  spki: Uint8Array,
): string {
  const algorithm = families[family].algorithm();
  const body = toBeSigned(request, issuer, algorithm, fromDer(spki));
  const signature = bitString(signAs(family, key, derOf(body)), 0);
  const certificate = sequence([body, algorithm, signature]);
  return pem("CERTIFICATE", derOf(certificate));
}

function toBeSigned(
  { roles, notBefore, notAfter, serial, addresses }: IssueRequest,
  { name, keyId }: Issuer,
  algorithm: Node,
  publicKey: Node,
): Node {
  return sequence([
    context(0, [integer(Uint8Array.of(2))]),
    integer(serial),
    algorithm,
    name,
    sequence([time(notBefore), time(notAfter)]),
    organizations(roles),
    publicKey,
    context(3, [sequence(extensions(keyId, addresses))]),
  ]);
}

function extensions(
  authorityKeyId: string | null,
  addresses: readonly Uint8Array[] | undefined,
): Node[] {
  const digitalSignature = Uint8Array.of(0x80);
  const unusedBits = 7;
  const purpose = addresses ? "1.3.6.1.5.5.7.3.1" : "1.3.6.1.5.5.7.3.2";
  return [
    extension("2.5.29.15", true, bitString(digitalSignature, unusedBits)),
    extension("2.5.29.37", false, sequence([oid(purpose)])),
    ...(addresses
      ? [extension("2.5.29.17", false, sequence(addresses.map(ipAddress)))]
      : []),
    ...(authorityKeyId === null
      ? []
      : [extension("2.5.29.35", false, keyIdentifier(authorityKeyId))]),
  ];
}

/** RFC 5280 §4.2.1.6: `iPAddress [7]`. */
function ipAddress(bytes: Uint8Array): Node {
  const text = Buffer.from(bytes).toString("latin1");
  return asn1.create(Class.CONTEXT_SPECIFIC, 7, false, text);
}

function keyIdentifier(bytes: string): Node {
  return sequence([asn1.create(Class.CONTEXT_SPECIFIC, 0, false, bytes)]);
}
