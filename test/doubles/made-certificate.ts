import {
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
  X509Certificate,
  type KeyObject,
} from "node:crypto";
import { isIP } from "node:net";
import forge from "node-forge";
import {
  bitString,
  childrenOf,
  context,
  derOf,
  directoryString,
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
import { pem, readPem } from "../../shared/core/pki/pem.ts";
import { readPrivateKey } from "../../shared/core/pki/private-key.ts";
import type { Pair } from "./certificates.ts";

export type MadeKeyKind = "ed25519" | "p256" | "rsa2048";

export interface CertificateOptions {
  readonly key?: MadeKeyKind;
  /** One name part each, as `O=talos`. */
  readonly subject?: readonly string[];
  /** Names and addresses. */
  readonly sans?: readonly string[];
  /** From when to when, in hours from now; below zero is in the past. */
  readonly hours?: readonly [from: number, to: number];
  readonly usages?: readonly ("client" | "server")[];
}

interface Issuer {
  readonly key: KeyObject;
  readonly name: Node;
  /** Null: it has none, or another one than ours would be. */
  readonly keyId: Buffer | null;
}

const talosCaYears = 10 * 365 * 24;
const oids: Readonly<Record<string, string>> = {
  O: "2.5.4.10",
  CN: "2.5.4.3",
  client: "1.3.6.1.5.5.7.3.2",
  server: "1.3.6.1.5.5.7.3.1",
};

/**
 * An authority whose certificates may begin and end whenever a test wants. Made in this process: an OpenSSL command for
 * each of a hundred certificates takes too long.
 */
export class MadeAuthority {
  readonly pair: Pair;
  readonly #issuer: Issuer;

  private constructor(pair: Pair, issuer: Issuer) {
    this.pair = pair;
    this.#issuer = issuer;
  }

  /** `O=talos` and Ed25519, as Talos', unless something else is asked for. */
  static make(options: CertificateOptions = {}): MadeAuthority {
    const { key, spki } = newKey(options.key);
    const keyId = spki.subarray(-20);
    const name = nameOf(options.subject ?? ["O=talos"]);
    const issuer = { key, name, keyId };
    const certificate = certify(
      { hours: [-1, talosCaYears], ...options },
      { issuer, name, spki, isCa: true },
    );
    return new MadeAuthority({ crt: certificate, key: pemOf(key) }, issuer);
  }

  /** One that is there, of a machine config. */
  static of(pair: Pair): MadeAuthority {
    const [block] = readPem(Buffer.from(pair.key));
    const key = block && readPrivateKey(block);
    if (!key) throw new Error("the authority's key cannot be read");
    const { raw } = new X509Certificate(pair.crt);
    const fields = childrenOf(childrenOf(fromDer(raw))[0]);
    const [name] = fields.slice(5);
    if (!name) throw new Error("the authority's certificate has no subject");
    return new MadeAuthority(pair, { key, name, keyId: null });
  }

  /** As apid has it, for loopback. */
  server(options: CertificateOptions = {}): Pair {
    return this.#issue({
      subject: ["CN=node"],
      sans: ["127.0.0.1", "::1", "localhost"],
      usages: ["server"],
      ...options,
    });
  }

  /** As Talos makes them for an administrator. */
  client(options: CertificateOptions = {}): Pair {
    return this.#issue({
      subject: ["O=os:admin"],
      usages: ["client"],
      ...options,
    });
  }

  #issue(options: CertificateOptions): Pair {
    const { key, spki } = newKey(options.key);
    const crt = certify(options, {
      issuer: this.#issuer,
      name: nameOf(options.subject ?? []),
      spki,
      isCa: false,
    });
    return { crt, key: pemOf(key) };
  }
}

/**
 * A node without a configuration shows this: signed by a root that nobody has and that has no name
 * (maintenance_root.go:52, maintenance_cert_sans.go:95).
 */
export function maintenanceCertificate(): Pair {
  const nameless = MadeAuthority.make({ subject: [] });
  return nameless.server({
    subject: ["CN=maintenance-service.talos.dev"],
    sans: ["127.0.0.1", "maintenance-service.talos.dev"],
  });
}

interface Body {
  readonly issuer: Issuer;
  readonly name: Node;
  readonly spki: Buffer;
  readonly isCa: boolean;
}

function certify(options: CertificateOptions, body: Body): string {
  const [from, to] = options.hours ?? [-1, 24];
  const { issuer, name, spki } = body;
  const algorithm = algorithmOf(issuer.key);
  const content = sequence([
    context(0, [integer(Uint8Array.of(2))]),
    integer(randomBytes(15)),
    algorithm,
    issuer.name,
    sequence([time(fromNow(from)), time(fromNow(to))]),
    name,
    fromDer(spki),
    context(3, [sequence(extensionsOf(options, body))]),
  ]);
  const digest = issuer.key.asymmetricKeyType === "ed25519" ? null : "sha256";
  const signature = sign(digest, derOf(content), issuer.key);
  const whole = sequence([content, algorithm, bitString(signature, 0)]);
  return pem("CERTIFICATE", derOf(whole));
}

function extensionsOf(
  { sans = [], usages = [] }: CertificateOptions,
  { issuer: { keyId }, isCa }: Body,
): Node[] {
  const [usageBits, unused] = isCa ? [0x84, 2] : [0x80, 7];
  const usageOids = usages.map((usage) => oid(oids[usage] ?? ""));
  return [
    extension("2.5.29.15", true, bitString(Uint8Array.of(usageBits), unused)),
    ...(usages.length === 0
      ? []
      : [extension("2.5.29.37", false, sequence(usageOids))]),
    ...(isCa ? [extension("2.5.29.19", true, sequence([truth()]))] : []),
    ...(keyId ? [keyIdExtension(keyId, isCa)] : []),
    ...(sans.length === 0
      ? []
      : [extension("2.5.29.17", false, sequence(sans.map(generalName)))]),
  ];
}

function keyIdExtension(keyId: Buffer, isCa: boolean): Node {
  return isCa
    ? extension("2.5.29.14", false, octets(keyId))
    : extension("2.5.29.35", false, sequence([tagged(0, keyId)]));
}

function newKey(kind: MadeKeyKind = "ed25519") {
  const key = makers[kind]();
  const spki = createPublicKey(key).export({ type: "spki", format: "der" });
  return { key, spki };
}

const makers: Readonly<Record<MadeKeyKind, () => KeyObject>> = {
  ed25519: () => generateKeyPairSync("ed25519").privateKey,
  p256: () => generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey,
  rsa2048: () => generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey,
};

function algorithmOf({ asymmetricKeyType: kind }: KeyObject): Node {
  if (kind === "ed25519") return sequence([oid("1.3.101.112")]);
  if (kind === "ec") return sequence([oid("1.2.840.10045.4.3.2")]);
  const { Class, Type } = forge.asn1;
  const nothing = forge.asn1.create(Class.UNIVERSAL, Type.NULL, false, "");
  return sequence([oid("1.2.840.113549.1.1.11"), nothing]);
}

function nameOf(parts: readonly string[]): Node {
  return sequence(
    parts.map((part) => {
      const [kind = "", ...value] = part.split("=");
      const text = directoryString(value.join("="));
      return set([sequence([oid(oids[kind] ?? ""), text])]);
    }),
  );
}

/** RFC 5280 §4.2.1.6. */
function generalName(san: string): Node {
  return isIP(san) ? tagged(7, addressBytes(san)) : tagged(2, Buffer.from(san));
}

function addressBytes(address: string): Buffer {
  if (isIP(address) === 4) return Buffer.from(address.split(".").map(Number));
  const [head = [], tail = []] = address
    .split("::")
    .map((half) => half.split(":").filter((group) => group !== ""));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "");
  const groups = [...head, ...zeros, ...tail].map((group) =>
    group.padStart(4, "0"),
  );
  return Buffer.from(groups.join(""), "hex");
}

function tagged(number: number, bytes: Buffer): Node {
  const { Class } = forge.asn1;
  const type = number as forge.asn1.Type;
  const text = bytes.toString("latin1");
  return forge.asn1.create(Class.CONTEXT_SPECIFIC, type, false, text);
}

function fromNow(hours: number): Date {
  return new Date(Date.now() + hours * 60 * 60 * 1000);
}

function pemOf(key: KeyObject): string {
  return key.export({ type: "pkcs8", format: "pem" }).toString();
}
