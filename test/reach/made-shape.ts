import {
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  type KeyObject,
} from "node:crypto";
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
import { addressBytes } from "../../shared/core/pki/verifying/server-name.ts";

const { Class, Type } = forge.asn1;

/** A certificate of any shape, with its key. */
export interface Shape {
  readonly pem: string;
  readonly der: Buffer;
  readonly key: KeyObject;
  readonly keyPem: string;
  readonly name: Node;
}

export interface ShapeOptions {
  readonly name: Node;
  /** Who signs; absent: itself. */
  readonly by?: Shape;
  /** Who it says that signs. */
  readonly issuer?: Node;
  readonly key?: KeyObject;
  readonly extensions?: readonly Node[];
  /** In hours from now. */
  readonly hours?: readonly [from: number, to: number];
  /** 3 by itself; 1 has no extensions. */
  readonly version?: 1 | 3;
}

export function ed25519(): KeyObject {
  return generateKeyPairSync("ed25519").privateKey;
}

export function make(shape: ShapeOptions): Shape {
  const key = shape.key ?? ed25519();
  const signer = shape.by?.key ?? key;
  const [from, to] = shape.hours ?? [-1, 24];
  const isOld = shape.version === 1;
  const body = sequence([
    ...(isOld ? [] : [context(0, [integer(Uint8Array.of(2))])]),
    integer(randomBytes(15)),
    algorithmOf(signer),
    shape.issuer ?? shape.by?.name ?? shape.name,
    sequence([time(fromNow(from)), time(fromNow(to))]),
    shape.name,
    fromDer(createPublicKey(key).export({ type: "spki", format: "der" })),
    ...(isOld ? [] : [context(3, [sequence([...(shape.extensions ?? [])])])]),
  ]);
  const digest = signer.asymmetricKeyType === "ed25519" ? null : "sha256";
  const signature = sign(digest, derOf(body), signer);
  const der = derOf(
    sequence([body, algorithmOf(signer), bitString(signature, 0)]),
  );
  const keyPem = key.export({ type: "pkcs8", format: "pem" }).toString();
  return { pem: pem("CERTIFICATE", der), der, key, keyPem, name: shape.name };
}

function algorithmOf({ asymmetricKeyType: kind }: KeyObject): Node {
  if (kind === "ed25519") return sequence([oid("1.3.101.112")]);
  if (kind === "ec") return sequence([oid("1.2.840.10045.4.3.2")]);
  const nothing = forge.asn1.create(Class.UNIVERSAL, Type.NULL, false, "");
  return sequence([oid("1.2.840.113549.1.1.11"), nothing]);
}

function fromNow(hours: number): Date {
  return new Date(Date.now() + hours * 60 * 60 * 1000);
}

export type StringKind = "printable" | "utf8";

/** `O=…`, or another part by its OID. */
export function nameOf(
  text: string,
  kind: StringKind = "printable",
  part = "2.5.4.10",
): Node {
  const type = kind === "utf8" ? Type.UTF8 : Type.PRINTABLESTRING;
  const value = forge.asn1.create(Class.UNIVERSAL, type, false, text);
  return sequence([set([sequence([oid(part), value])])]);
}

export const commonName = (text: string) => nameOf(text, "utf8", "2.5.4.3");

/** RFC 5280 §4.2.1.9. */
export function basic(isCa: boolean, pathLength?: number): Node {
  return extension(
    "2.5.29.19",
    true,
    sequence([
      ...(isCa ? [truth()] : []),
      ...(pathLength === undefined ? [] : [integer(Uint8Array.of(pathLength))]),
    ]),
  );
}

/** §4.2.1.3: the first bit is digitalSignature, the sixth keyCertSign. */
export function usage(bits: number): Node {
  return extension("2.5.29.15", true, bitString(Uint8Array.of(bits), 0));
}

const usages = { server: "1.3.6.1.5.5.7.3.1", client: "1.3.6.1.5.5.7.3.2", any: "2.5.29.37.0", code: "1.3.6.1.5.5.7.3.3" } as const; // prettier-ignore
export type ExtendedUsage = keyof typeof usages;

export function extended(...names: readonly ExtendedUsage[]): Node {
  const list = names.map((name) => oid(usages[name]));
  return extension("2.5.29.37", false, sequence(list));
}

export const subjectKeyId = (id: string) =>
  extension("2.5.29.14", false, octets(Buffer.from(id)));

export const authorityKeyId = (id: string) =>
  extension("2.5.29.35", false, sequence([tagged(0, Buffer.from(id))]));

export function alternative(
  names: readonly string[],
  isCritical = false,
): Node {
  const list = sequence(names.map(generalName));
  return extension("2.5.29.17", isCritical, list);
}

/** `mapped:` before an IPv4 address: its 16 bytes as IPv6. */
function generalName(text: string): Node {
  const isMapped = text.startsWith("mapped:");
  const bytes = addressBytes(text.replace("mapped:", ""));
  if (!bytes) return tagged(2, Buffer.from(text));
  const front = isMapped ? Buffer.from("00000000000000000000ffff", "hex") : Buffer.alloc(0); // prettier-ignore
  return tagged(7, Buffer.concat([front, bytes]));
}

/** Names, or addresses with the length of their network. */
export function constraints(
  permitted: readonly string[],
  excluded: readonly string[] = [],
): Node {
  const sides = [permitted, excluded].flatMap((side, tag) =>
    side.length > 0
      ? [
          context(
            tag,
            side.map((tree) => sequence([subtree(tree)])),
          ),
        ]
      : [],
  );
  return extension("2.5.29.30", true, sequence(sides));
}

function subtree(text: string): Node {
  const [address = "", bits] = text.split("/");
  const bytes = bits === undefined ? null : addressBytes(address);
  if (!bytes) return tagged(2, Buffer.from(text));
  const mask = bytes.map((_, index) => {
    const left = Math.min(8, Math.max(0, Number(bits) - 8 * index));
    return 0xff & (0xff << (8 - left));
  });
  return tagged(7, Buffer.concat([bytes, mask]));
}

export const unknown = (isCritical: boolean) =>
  extension("1.2.3.4.5", isCritical, octets(Buffer.from("?")));

function tagged(number: number, bytes: Buffer): Node {
  const type = number as forge.asn1.Type;
  const text = bytes.toString("latin1");
  return forge.asn1.create(Class.CONTEXT_SPECIFIC, type, false, text);
}
