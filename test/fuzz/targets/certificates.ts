import * as fc from "fast-check";
import {
  isSameAuthority,
  isSignedBy,
} from "../../../shared/core/pki/verifying/signed-by.ts";
import { readCertificate } from "../../../shared/core/pki/certificate.ts";
import { readDetails } from "../../../shared/core/pki/certificate-details.ts";
import { readFields } from "../../../shared/core/pki/certificate-fields.ts";
import { readIssuer } from "../../../shared/core/pki/issuing/issuer.ts";
import { pem, readPem } from "../../../shared/core/pki/pem.ts";
import {
  pkcs8Pem,
  readPrivateKey,
} from "../../../shared/core/pki/private-key.ts";
import { verifyServer } from "../../../shared/core/pki/verifying/verify-server.ts";
import { Secret } from "../../../shared/core/secret.ts";
import { mutated } from "../mutate.ts";
import { certificateSeeds, seedPem } from "../seeds.ts";
import { holds, target, type OpenTarget } from "../target.ts";
import { examine, now } from "./files.ts";

/** Tag, length, content (X.690 8.1), as deep as it goes. */
interface Element {
  readonly tag: number;
  readonly content: Uint8Array | readonly Element[];
}

const constructed = 0x20;

function elementsOf(der: Uint8Array): readonly Element[] {
  const bytes = Buffer.from(der);
  const found: Element[] = [];
  for (let at = 0; at + 2 <= bytes.length;) {
    const tag = bytes.readUInt8(at);
    const short = bytes.readUInt8(at + 1);
    const more = short < 0x80 ? 0 : short & 0x7f;
    const length = more === 0 ? short : bytes.readUIntBE(at + 2, more);
    const from = at + 2 + more;
    const content = bytes.subarray(from, from + length);
    found.push({
      tag,
      content: tag & constructed ? elementsOf(content) : content,
    });
    at = from + length;
  }
  return found;
}

function derOf({ tag, content }: Element): Buffer {
  const body = content instanceof Uint8Array ? content : Buffer.concat(content.map(derOf)); // prettier-ignore
  const long = Buffer.alloc(4);
  long.writeUInt32BE(body.length);
  const length =
    body.length < 0x80
      ? Uint8Array.of(body.length)
      : Buffer.concat([
          Uint8Array.of(0x80 + 4 - long.findIndex((byte) => byte > 0)),
          long.subarray(long.findIndex((byte) => byte > 0)),
        ]);
  return Buffer.concat([Uint8Array.of(tag), length, body]);
}

interface DerEdit {
  readonly where: number;
  readonly what: "tag" | "content" | "delete" | "double" | "nest" | "empty";
  readonly byte: number;
  readonly bytes: Uint8Array;
  readonly times: number;
}

const derEdits: fc.Arbitrary<readonly DerEdit[]> = fc.array(
  fc.record({
    where: fc.nat(200),
    what: fc.constantFrom<DerEdit["what"][]>("tag", "content", "delete", "double", "nest", "empty"),
    byte: fc.oneof(fc.constantFrom(1, 2, 3, 4, 5, 6, 9, 12, 19, 20, 22, 23, 24, 30, 0x30, 0x31, 0x80, 0x82, 0x87, 0xa0, 0xa3), fc.nat(255)),
    bytes: fc.oneof(fc.uint8Array({ maxLength: 20 }), fc.nat(3000).map((length) => new Uint8Array(length).fill(0xff))),
    times: fc.oneof(fc.nat(3), fc.nat(1000)),
  }),
  { minLength: 1, maxLength: 4 },
); // prettier-ignore

function editDer(
  root: Element,
  { where, what, byte, bytes, times }: DerEdit,
): Element {
  const count = countOf(root);
  // Four of these in one another would be larger than any file.
  const most = Math.min(times, Math.ceil(20_000 / count));
  let left = where % Math.max(1, count);
  const walk = (one: Element): readonly Element[] => {
    if (left-- === 0) return changed(one);
    const { tag, content } = one;
    if (content instanceof Uint8Array) return [one];
    return [{ tag, content: content.flatMap(walk) }];
  };
  const changed = (one: Element): readonly Element[] => {
    switch (what) {
      case "tag":
        return [{ ...one, tag: byte }];
      case "content":
        return [{ ...one, content: bytes }];
      case "empty":
        return [{ ...one, content: new Uint8Array() }];
      case "delete":
        return [];
      case "double":
        return Array.from({ length: 1 + most }, () => one);
      case "nest":
        return [Array.from({ length: most }).reduce<Element>((inner) => ({ tag: 0x30, content: [inner] }), one)];
    }
  }; // prettier-ignore
  return walk(root)[0] ?? root;
}

function countOf({ content }: Element): number {
  return content instanceof Uint8Array
    ? 1
    : content.reduce((sum, one) => sum + countOf(one), 1);
}

const seeds = certificateSeeds();
const structured = fc
  .tuple(fc.constantFrom(...seeds), derEdits)
  .map(([seed, edits]) => {
    const [root] = elementsOf(seed);
    const edited = root && edits.reduce(editDer, root);
    return edited ? Uint8Array.from(derOf(edited)) : new Uint8Array();
  });

const [authority = new Uint8Array()] = seeds;
const base64 = (text: string) => Buffer.from(text).toString("base64");

/** Bytes that may be a certificate, as a server shows them and as they stand in a context. */
export const derTarget: OpenTarget = async () =>
  target({
    name: "certificate",
    inputs: fc.oneof({ weight: 3, arbitrary: structured }, mutated(seeds)),
    budgetMs: 5000,
    check: (der: Uint8Array) => {
      const certificate = readCertificate(der);
      if (certificate)
        holds(certificate.notAfter.getTime() > -8.64e15, "it has an end");
      readDetails(der);
      readFields(der);
      readIssuer(der);
      isSignedBy(der, [authority], seeds);
      isSignedBy(authority, [der], [der, authority]);
      isSameAuthority(der, authority);
      const host = "10.0.0.1";
      const server = { between: [der, authority], host, now };
      const misfit = verifyServer({
        ...server,
        leaf: der,
        anchors: [authority],
      });
      holds(misfit !== null, "no certificate of another is this server's");
      verifyServer({ ...server, leaf: authority, anchors: [der] });
      const crt = base64(pem("CERTIFICATE", der));
      const key = new Secret(base64(pem("PRIVATE KEY", der)));
      examine({ endpoints: [], nodes: [], ca: crt, crt, key });
    },
  });

/** PEM blocks of anything. */
export const pemTarget: OpenTarget = async () =>
  target({
    name: "pem",
    inputs: mutated(
      [seedPem],
      ["-----BEGIN ", "-----END ", "-----", "\n", "\r\n", " \t", "A: b\n", "=", "CERTIFICATE", "ENCRYPTED PRIVATE KEY-----\n"],
    ), // prettier-ignore
    budgetMs: 5000,
    check: (bytes: Uint8Array) => {
      for (const block of readPem(bytes).slice(0, 50)) {
        readPrivateKey(block);
        pkcs8Pem(block);
        if (!/^[\x20-\x7e]*[\x21-\x7e]$/.test(block.label)) continue;
        const [again] = readPem(Buffer.from(pem(block.label, block.der)));
        holds(
          block.der.length === 0 || Buffer.compare(again?.der ?? Buffer.of(), block.der) === 0,
          "a block that is written is read again",
        ); // prettier-ignore
      }
    },
  });
