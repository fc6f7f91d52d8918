import {
  createPrivateKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from "node:crypto";
import forge from "node-forge";

const { asn1 } = forge;
type Node = forge.asn1.Asn1;
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
    subject(roles),
    publicKey,
    context(3, [sequence(extensions(subjectKeyId(parent)))]),
  ]);
}

/** All roles in one RDN, its SET in DER's order: by encoding, so shorter names first. */
function subject(roles: readonly string[]): Node {
  if (roles.length === 0) return sequence([]);
  const values = [...new Set(roles)].map((role) =>
    sequence([oid("2.5.4.10"), directoryString(role)]),
  );
  const sorted = values.toSorted((a, b) => Buffer.compare(derOf(a), derOf(b)));
  return sequence([asn1.create(Class.UNIVERSAL, Type.SET, true, sorted)]);
}

/** As Go's encoding/asn1 chooses: PrintableString where it can. */
function directoryString(text: string): Node {
  const isPrintable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const type = isPrintable ? Type.PRINTABLESTRING : Type.UTF8;
  return asn1.create(Class.UNIVERSAL, type, false, bytes);
}

function extensions(authorityKeyId: string | null): Node[] {
  const digitalSignature = Uint8Array.of(0x80);
  const unusedBits = 7;
  const isCritical = asn1.create(
    Class.UNIVERSAL,
    Type.BOOLEAN,
    false,
    String.fromCharCode(0xff),
  );
  return [
    sequence([
      oid("2.5.29.15"),
      isCritical,
      octets(derOf(bitString(digitalSignature, unusedBits))),
    ]),
    sequence([
      oid("2.5.29.37"),
      octets(derOf(sequence([oid("1.3.6.1.5.5.7.3.2")]))),
    ]),
    ...(authorityKeyId === null
      ? []
      : [
          sequence([
            oid("2.5.29.35"),
            octets(
              derOf(
                sequence([
                  asn1.create(Class.CONTEXT_SPECIFIC, 0, false, authorityKeyId),
                ]),
              ),
            ),
          ]),
        ]),
  ];
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
    (extension) => childrenOf(extension)[0]?.value === wanted,
  );
  const value = childrenOf(found).at(-1)?.value;
  if (typeof value !== "string") return null;
  const inner = fromDer(Buffer.from(value, "latin1")).value;
  return typeof inner === "string" ? inner : null;
}

const lastUtcYear = 2049;

function time(date: Date): Node {
  const isUtc = date.getUTCFullYear() <= lastUtcYear;
  return asn1.create(
    Class.UNIVERSAL,
    isUtc ? Type.UTCTIME : Type.GENERALIZEDTIME,
    false,
    isUtc ? asn1.dateToUtcTime(date) : asn1.dateToGeneralizedTime(date),
  );
}

/** Positive and as short as DER wants it: no needless zeros, one before a set top bit. */
function integer(bytes: Uint8Array): Node {
  const start = bytes.findIndex((byte) => byte !== 0);
  const significant = start < 0 ? Uint8Array.of(0) : bytes.subarray(start);
  const isHigh = (significant[0] ?? 0) >= 0x80;
  const value = Buffer.from([...(isHigh ? [0] : []), ...significant]);
  return asn1.create(
    Class.UNIVERSAL,
    Type.INTEGER,
    false,
    value.toString("latin1"),
  );
}

function sequence(children: Node[]): Node {
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, children);
}

function context(number: number, children: Node[]): Node {
  const type = number as forge.asn1.Type;
  return asn1.create(Class.CONTEXT_SPECIFIC, type, true, children);
}

function oid(text: string): Node {
  const der = asn1.oidToDer(text).getBytes();
  return asn1.create(Class.UNIVERSAL, Type.OID, false, der);
}

function octets(bytes: Uint8Array): Node {
  const value = Buffer.from(bytes).toString("latin1");
  return asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, value);
}

function bitString(bytes: Uint8Array, unusedBits: number): Node {
  const value = Buffer.from([unusedBits, ...bytes]).toString("latin1");
  return asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, value);
}

/** Bit strings stay bytes: what is in them is copied, not understood. */
function fromDer(bytes: Uint8Array): Node {
  const buffer = forge.util.createBuffer(Buffer.from(bytes).toString("latin1"));
  return asn1.fromDer(buffer, {
    strict: true,
    parseAllBytes: true,
    decodeBitStrings: false,
  } as never);
}

function derOf(node: Node): Buffer {
  return Buffer.from(asn1.toDer(node).getBytes(), "latin1");
}

function childrenOf(node: Node | undefined): readonly Node[] {
  return Array.isArray(node?.value) ? node.value : [];
}

function exportKey(
  key: KeyObject,
  type: "pkcs8" | "sec1" | "pkcs1",
): Uint8Array {
  return key.export({ type: type as "pkcs8", format: "der" });
}

function pem(label: string, der: Uint8Array): string {
  const lines =
    Buffer.from(der)
      .toString("base64")
      .match(/.{1,64}/g) ?? [];
  return [
    `-----BEGIN ${label}-----`,
    ...lines,
    `-----END ${label}-----`,
    "",
  ].join("\n");
}
