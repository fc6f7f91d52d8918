import { generateKeyPairSync, sign, type KeyObject } from "node:crypto";
import forge from "node-forge";
import {
  bitString,
  context,
  derOf,
  extension,
  fromDer,
  integer,
  octets,
  oid,
  sequence,
  set,
  time,
  truth,
  type Node,
} from "../../shared/core/pki/der.ts";
import { pem } from "../../shared/core/pki/pem.ts";

const { asn1 } = forge;
const { Class } = asn1;

/** A certificate that OpenSSL's command line would not make: each part as DER. */
export interface OddOptions {
  readonly keys?: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }; // prettier-ignore
  /** What signs it; itself by default. */
  readonly signer?: KeyObject;
  readonly issuer?: Node;
  readonly subject?: Node;
  readonly notBefore?: Node;
  readonly notAfter?: Node;
  readonly extensions?: readonly Node[];
}

export interface OddCertificate {
  readonly der: Uint8Array;
  readonly crt: string;
  /** PKCS#8 PEM. */
  readonly key: string;
  readonly privateKey: KeyObject;
}

const ed25519 = generateKeyPairSync("ed25519");
const begin = new Date("2026-01-01T00:00:00Z");
const end = new Date("2036-01-01T00:00:00Z");
const algorithm = () => sequence([oid("1.3.101.112")]);

/** An Ed25519 CA of `O=talos`, but for what is asked for. */
export function oddCertificate(options: OddOptions = {}): OddCertificate {
  const { privateKey, publicKey } = options.keys ?? ed25519;
  const subject = options.subject ?? nameOf(asn1.Type.PRINTABLESTRING, "talos");
  const body = sequence([
    context(0, [integer(Uint8Array.of(2))]),
    integer(Uint8Array.of(7)),
    algorithm(),
    options.issuer ?? subject,
    sequence([options.notBefore ?? time(begin), options.notAfter ?? time(end)]),
    subject,
    fromDer(publicKey.export({ type: "spki", format: "der" })),
    context(3, [sequence([...(options.extensions ?? authorityExtensions())])]),
  ]);
  const signer = options.signer ?? ed25519.privateKey;
  const signature = sign(null, derOf(body), signer);
  const der = derOf(sequence([body, algorithm(), bitString(signature, 0)]));
  const key = privateKey.export({ type: "pkcs8", format: "pem" }).toString();
  return { der, crt: pem("CERTIFICATE", der), key, privateKey };
}

/** A name of one Organization, with any type of string; the bytes of the text are Latin-1. */
export function nameOf(type: number, ...texts: readonly string[]): Node {
  const values = texts.map((text) =>
    sequence([oid("2.5.4.10"), string(type, text)]),
  );
  return sequence([set(values)]);
}

/** Each value in an RDN of its own. */
export function separateNames(...texts: readonly string[]): Node {
  return sequence(
    texts.map((text) =>
      set([sequence([oid("2.5.4.10"), string(asn1.Type.UTF8, text)])]),
    ),
  );
}

export function string(type: number, text: string): Node {
  return asn1.create(Class.UNIVERSAL, type, false, text);
}

/** A UTCTime of any digits. */
export function rawTime(text: string): Node {
  return string(asn1.Type.UTCTIME, text);
}

export function authorityExtensions(
  keyId: Node = octets(Uint8Array.of(1, 2, 3)),
): readonly Node[] {
  return [
    extension("2.5.29.15", true, bitString(Uint8Array.of(0x84), 2)),
    extension("2.5.29.19", true, sequence([truth()])),
    extension("2.5.29.14", false, keyId),
  ];
}

export const clientAuth = "1.3.6.1.5.5.7.3.2";
export const serverAuth = "1.3.6.1.5.5.7.3.1";
export const anyUsage = "2.5.29.37.0";

/** A client's certificate under an authority of `O=talos`, or one between, with these extended key usages. */
export function oddClient(
  authority: OddCertificate,
  usages: readonly string[] = [clientAuth],
  options: OddOptions = {},
): OddCertificate {
  return oddCertificate({
    keys: generateKeyPairSync("ed25519"),
    signer: authority.privateKey,
    issuer: nameOf(asn1.Type.PRINTABLESTRING, "talos"),
    subject: nameOf(asn1.Type.PRINTABLESTRING, "os:reader"),
    extensions: [
      extension("2.5.29.15", true, bitString(Uint8Array.of(0x80), 7)),
      ...usageExtension(usages),
    ],
    ...options,
  });
}

export function usageExtension(usages: readonly string[]): readonly Node[] {
  const list = sequence(usages.map((usage) => oid(usage)));
  return usages.length === 0 ? [] : [extension("2.5.29.37", false, list)];
}
