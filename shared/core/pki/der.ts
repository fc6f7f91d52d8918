// DER as Talos' certificates have it: node-forge builds the structures, the rules are X.690's and RFC 5280's.
import type { KeyObject } from "node:crypto";
import type forge from "node-forge";
import asn1 from "node-forge/lib/asn1.js";
import { limits } from "../limits.ts";

export type Node = forge.asn1.Asn1;
const { Class, Type } = asn1;

/** As Go's encoding/asn1 chooses: PrintableString where it can. */
export function directoryString(text: string): Node {
  const isPrintable = /^[A-Za-z0-9 '()+,\-./:=?]*$/.test(text);
  const bytes = Buffer.from(text, "utf8").toString("latin1");
  const type = isPrintable ? Type.PRINTABLESTRING : Type.UTF8;
  return asn1.create(Class.UNIVERSAL, type, false, bytes);
}

const lastUtcYear = 2049;

export function time(date: Date): Node {
  const isUtc = date.getUTCFullYear() <= lastUtcYear;
  return asn1.create(
    Class.UNIVERSAL,
    isUtc ? Type.UTCTIME : Type.GENERALIZEDTIME,
    false,
    isUtc ? asn1.dateToUtcTime(date) : asn1.dateToGeneralizedTime(date),
  );
}

/** Positive and as short as DER wants it: no needless zeros, one before a set top bit. */
export function integer(bytes: Uint8Array): Node {
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

export function sequence(children: Node[]): Node {
  return asn1.create(Class.UNIVERSAL, Type.SEQUENCE, true, children);
}

export function context(number: number, children: Node[]): Node {
  const type = number as forge.asn1.Type;
  return asn1.create(Class.CONTEXT_SPECIFIC, type, true, children);
}

export function oid(text: string): Node {
  const der = asn1.oidToDer(text).getBytes();
  return asn1.create(Class.UNIVERSAL, Type.OID, false, der);
}

export function octets(bytes: Uint8Array): Node {
  const value = Buffer.from(bytes).toString("latin1");
  return asn1.create(Class.UNIVERSAL, Type.OCTETSTRING, false, value);
}

export function bitString(bytes: Uint8Array, unusedBits: number): Node {
  const value = Buffer.from([unusedBits, ...bytes]).toString("latin1");
  return asn1.create(Class.UNIVERSAL, Type.BITSTRING, false, value);
}

/** Is a certificate or a key no longer than those that anybody makes? Nothing longer is read. */
export function isShortDer({ length }: Uint8Array): boolean {
  return length <= limits.der.most;
}

/**
 * Bit strings stay bytes: what is in them is copied, not understood. Throws for bytes that are no DER, or too many: the
 * library makes an object of each two.
 */
export function fromDer(bytes: Uint8Array): Node {
  if (!isShortDer(bytes)) throw new RangeError("too long");
  return asn1.fromDer(latin1(bytes), {
    strict: true,
    parseAllBytes: true,
    decodeBitStrings: false,
  } as never);
}

let last: { readonly bytes: Uint8Array; readonly tree: Node } | null = null;

/** As `fromDer`, for a certificate that is only looked at: who has read its subject asks for its other fields next. */
export function treeOf(bytes: Uint8Array): Node {
  if (last?.bytes === bytes) return last.tree;
  const tree = fromDer(bytes);
  last = { bytes, tree };
  return tree;
}

function latin1(bytes: Uint8Array): string {
  const { buffer, byteOffset, byteLength } = bytes;
  return Buffer.from(buffer, byteOffset, byteLength).toString("latin1");
}

export function derOf(node: Node): Buffer {
  return Buffer.from(asn1.toDer(node).getBytes(), "latin1");
}

export function childrenOf(node: Node | undefined): readonly Node[] {
  return Array.isArray(node?.value) ? node.value : [];
}

/** The DER of a private key in the form that is named. */
export function exportKey(
  key: KeyObject,
  type: "pkcs8" | "sec1" | "pkcs1",
): Uint8Array {
  return key.export({ type: type as "pkcs8", format: "der" });
}

export function set(children: Node[]): Node {
  return asn1.create(Class.UNIVERSAL, Type.SET, true, children);
}

/** An extension of RFC 5280 4.2; its value is DER already. */
export function extension(id: string, isCritical: boolean, value: Node): Node {
  return sequence([
    oid(id),
    ...(isCritical ? [truth()] : []),
    octets(derOf(value)),
  ]);
}

/** One RDN with these Organization values, its SET in DER's order: by encoding, so shorter names first. */
export function organizations(names: readonly string[]): Node {
  if (names.length === 0) return sequence([]);
  const values = [...new Set(names)].map((name) =>
    sequence([oid("2.5.4.10"), directoryString(name)]),
  );
  const sorted = values.toSorted((a, b) => Buffer.compare(derOf(a), derOf(b)));
  return sequence([set(sorted)]);
}

/** BOOLEAN TRUE, which DER writes as all ones. */
export function truth(): Node {
  const value = String.fromCharCode(0xff);
  return asn1.create(Class.UNIVERSAL, Type.BOOLEAN, false, value);
}
