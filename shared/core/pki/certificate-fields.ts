import asn1 from "node-forge/lib/asn1.js";
import { childrenOf, derOf, fromDer, treeOf, type Node } from "./der.ts";

const { Class } = asn1;

/** Names that a certificate stands for (RFC 5280 §4.2.1.6). */
export interface AlternativeNames {
  readonly dns: readonly string[];
  /** Of 4 or 16 bytes. */
  readonly addresses: readonly Buffer[];
  /** There are others that Go knows: of mail or URIs. */
  readonly hasOthers: boolean;
}

/** What is below an authority, or must not be (RFC 5280 §4.2.1.10). */
export interface Subtrees {
  readonly dns: readonly string[];
  /** An address and a mask. */
  readonly addresses: readonly Buffer[];
}

/** What decides of a chain, byte for byte where bytes are compared. */
export interface CertificateFields {
  /** 1 or 3. */
  readonly version: number;
  readonly issuer: Buffer;
  readonly subject: Buffer;
  /** The whole public key. */
  readonly spki: Buffer;
  /** OID of the signature. */
  readonly algorithm: string;
  /** Null: no basic constraints. `pathLength` null: any. */
  readonly basic: { readonly isCa: boolean; readonly pathLength: number | null } | null; // prettier-ignore
  /** The first byte of the key usage; null: no such extension. */
  readonly keyUsage: number | null;
  /** OIDs of the extended key usage; empty: none. */
  readonly usages: readonly string[];
  readonly names: AlternativeNames | null;
  readonly constraints: { readonly permitted: Subtrees; readonly excluded: Subtrees } | null; // prettier-ignore
  /** A critical extension is there that is not understood here. */
  readonly hasUnknown: boolean;
}

const known = new WeakMap<Uint8Array, CertificateFields | null>();

/** Null for bytes that are no DER to the last one, or fields that Go does not read (crypto/x509 parser.go). */
export function readFields(der: Uint8Array): CertificateFields | null {
  const seen = known.get(der);
  if (seen !== undefined) return seen;
  const fields = readAnew(der);
  known.set(der, fields);
  return fields;
}

class Unreadable extends Error {}

function readAnew(der: Uint8Array): CertificateFields | null {
  try {
    const whole = treeOf(der);
    if (derOf(whole).compare(der) !== 0) return null;
    const [body, algorithm] = childrenOf(whole);
    const all = childrenOf(body);
    const [version, rest] = isTagged(all[0], 0)
      ? [numberOf(childrenOf(all[0])[0]) + 1, all.slice(1)]
      : [1, all];
    const [, , issuer, , subject, spki, ...optional] = rest;
    const [oid] = childrenOf(algorithm);
    if (!issuer || !subject || !spki || typeof oid?.value !== "string")
      return null;
    const list = optional.find((one) => isTagged(one, 3));
    return {
      version,
      issuer: derOf(issuer),
      subject: derOf(subject),
      spki: derOf(spki),
      algorithm: asn1.derToOid(oid.value),
      ...readExtensions(childrenOf(childrenOf(list)[0])),
    };
  } catch {
    return null;
  }
}

type Extensions = Pick<
  CertificateFields,
  "basic" | "keyUsage" | "usages" | "names" | "constraints" | "hasUnknown"
>;

function readExtensions(list: readonly Node[]): Extensions {
  const found = new Map<string, Node>();
  const critical = new Set<string>();
  for (const one of list) {
    const [id, ...more] = childrenOf(one);
    const value = more.at(-1)?.value;
    if (typeof id?.value !== "string" || typeof value !== "string")
      throw new Unreadable();
    const oid = asn1.derToOid(id.value);
    if (found.has(oid)) throw new Unreadable();
    found.set(oid, fromDer(Buffer.from(value, "latin1")));
    if (more.length > 1) critical.add(oid);
  }
  const read = <T>(oid: string, how: (node: Node) => T): T | null => {
    const node = found.get(oid);
    return node ? how(node) : null;
  };
  const names = read(ids.names, readNames);
  const constraints = read(ids.constraints, readConstraints);
  return {
    basic: read(ids.basic, readBasic),
    keyUsage: read(ids.keyUsage, readKeyUsage),
    usages: read(ids.usages, readUsages) ?? [],
    names,
    constraints,
    hasUnknown:
      [...critical].some((oid) => !understood.has(oid)) ||
      (critical.has(ids.constraints) && constraints?.hasUnknown === true),
  };
}

const ids = {
  keyUsage: "2.5.29.15",
  names: "2.5.29.17",
  basic: "2.5.29.19",
  constraints: "2.5.29.30",
  usages: "2.5.29.37",
} as const;
/** Besides, nothing here depends on key identifiers, CRLs' places and policies. */
const understood: ReadonlySet<string> = new Set([
  ...Object.values(ids),
  "2.5.29.14",
  "2.5.29.31",
  "2.5.29.32",
]);

function readBasic(node: Node) {
  const [first, second] = childrenOf(node);
  const isCa = first?.type === asn1.Type.BOOLEAN && first.value !== "\0";
  const length = isCa ? second : undefined;
  return { isCa, pathLength: length ? numberOf(length) : null };
}

function readKeyUsage({ value }: Node): number {
  // The first byte says how many bits at the end do not count.
  return typeof value === "string" ? value.charCodeAt(1) || 0 : 0;
}

function readUsages(node: Node): readonly string[] {
  return childrenOf(node).map(({ value }) =>
    typeof value === "string" ? asn1.derToOid(value) : "",
  );
}

/** Tags of RFC 5280's GeneralName. */
const tags = { mail: 1, dns: 2, uri: 6, address: 7 } as const;
const named = Object.values(tags);

function readNames(node: Node): AlternativeNames {
  const all = childrenOf(node);
  const addresses = bytesOf(all, tags.address);
  if (addresses.some(({ length }) => length !== 4 && length !== 16))
    throw new Unreadable();
  return {
    dns: textsOf(all, tags.dns),
    addresses,
    hasOthers: all.some(
      (one) => isTagged(one, tags.mail) || isTagged(one, tags.uri),
    ),
  };
}

function readConstraints(node: Node) {
  const sides = [0, 1].map((tag) =>
    childrenOf(childrenOf(node).find((one) => isTagged(one, tag))).map(
      (tree) => childrenOf(tree)[0],
    ),
  );
  const [permitted = [], excluded = []] = sides.map((side) =>
    side.filter((one) => one !== undefined),
  );
  const both = [...permitted, ...excluded];
  return {
    permitted: subtreesOf(permitted),
    excluded: subtreesOf(excluded),
    hasUnknown: both.some((one) => !named.some((tag) => isTagged(one, tag))),
  };
}

function subtreesOf(bases: readonly Node[]): Subtrees {
  const addresses = bytesOf(bases, tags.address);
  if (addresses.some(({ length }) => length !== 8 && length !== 32))
    throw new Unreadable();
  return { dns: textsOf(bases, tags.dns), addresses };
}

function textsOf(nodes: readonly Node[], tag: number): readonly string[] {
  const texts = bytesOf(nodes, tag).map((bytes) => bytes.toString("latin1"));
  // An IA5String.
  if (texts.some((text) => /[^\0-\x7f]/.test(text))) throw new Unreadable();
  return texts;
}

function bytesOf(nodes: readonly Node[], tag: number): readonly Buffer[] {
  return nodes.flatMap((one) =>
    isTagged(one, tag) && typeof one.value === "string"
      ? [Buffer.from(one.value, "latin1")]
      : [],
  );
}

function isTagged(node: Node | undefined, tag: number): boolean {
  return (
    node?.tagClass === Class.CONTEXT_SPECIFIC &&
    (node.type as unknown as number) === tag
  );
}

function numberOf(node: Node | undefined): number {
  if (typeof node?.value !== "string" || node.value.length > 4)
    throw new Unreadable();
  return Buffer.from(node.value, "latin1").readUIntBE(0, node.value.length);
}
