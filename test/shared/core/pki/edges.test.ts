import { createPublicKey, generateKeyPairSync } from "node:crypto";
import forge from "node-forge";
import { expect } from "vitest";
import { examineContext } from "../../../../shared/core/certificates/examine-context.ts";
import { toBase64 } from "../../../../shared/core/pki/base64.ts";
import {
  bitString,
  derOf,
  extension,
  integer,
  octets,
  oid,
  sequence,
} from "../../../../shared/core/pki/der.ts";
import { isSignedBy } from "../../../../shared/core/pki/verifying/signed-by.ts";
import { verifyServer } from "../../../../shared/core/pki/verifying/verify-server.ts";
import { atTheEdge } from "../../../doubles/at-the-edge.ts";
import {
  authorityExtensions,
  nameOf,
  oddCertificate,
  oddClient,
  type OddOptions,
} from "../../../doubles/odd-certificates.ts";
import { alternative, constraints, usage } from "../../../reach/made-shape.ts";

const { Type } = forge.asn1;
const now = new Date("2026-06-01T00:00:00Z");
const host = "node.test";
const name = (text: string) => nameOf(Type.PRINTABLESTRING, text);

function authority(options: OddOptions = {}) {
  const keys = generateKeyPairSync("ed25519");
  return oddCertificate({ keys, signer: keys.privateKey, ...options });
}

const talos = authority();

/** A server's certificate under an authority, with a public key of any numbers: nobody has its private half. */
function serverWith(options: OddOptions, by = talos) {
  return oddCertificate({
    signer: by.privateKey,
    issuer: name("talos"),
    subject: name("node"),
    extensions: [usage(0x80), alternative([host])],
    ...options,
  });
}

const verify = (leaf: Uint8Array, anchor = talos) =>
  verifyServer({ leaf, between: [], anchors: [anchor.der], host, now });

/** An RSA key of numbers that OpenSSL reads. */
function rsaKey(modulusBits: number, exponentBits: number) {
  const numbers = [modulusBits, exponentBits].map(oddNumber);
  const nothing = forge.asn1.create(
    forge.asn1.Class.UNIVERSAL,
    Type.NULL,
    false,
    "",
  );
  const spki = sequence([
    sequence([oid("1.2.840.113549.1.1.1"), nothing]),
    bitString(derOf(sequence(numbers.map(integer))), 0),
  ]);
  const key = derOf(spki);
  const publicKey = createPublicKey({ key, format: "der", type: "spki" });
  return { privateKey: talos.privateKey, publicKey };
}

function oddNumber(bits: number): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(bits / 8));
  bytes[0] = 1 << ((bits - 1) % 8);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) | 1;
  return bytes;
}

function authorityOf(bytes: number) {
  const padded = (pad: number) =>
    authority({
      extensions: [
        ...authorityExtensions(),
        extension("1.2.3.4.5", false, octets(new Uint8Array(pad))),
      ],
    });
  const most = bytes - 400;
  return padded(most - (padded(most).der.length - bytes));
}

atTheEdge("der", {
  make: (bytes) => {
    const ca = authorityOf(bytes);
    expect(ca.der).toHaveLength(bytes);
    return {
      endpoints: ["10.0.0.1"],
      nodes: ["10.0.0.1"],
      ca: toBase64(ca.crt),
    };
  },
  read: (context) => examineContext(context, now).map(({ code }) => code),
  taken: (codes) => expect(codes).toEqual(["no-credential"]),
  refused: (codes) => expect(codes).toEqual(["too-long", "no-credential"]),
});

atTheEdge("rsaBits", {
  make: (bits) => serverWith({ keys: rsaKey(bits, 17) }).der,
  read: (leaf) => verify(leaf),
  taken: (misfit) => expect(misfit).toBeNull(),
  refused: (misfit) =>
    expect(misfit).toEqual({
      code: "KEY_TOO_LONG",
      text: "It shows an RSA key of more than 8192 bits.",
    }),
});

atTheEdge("rsaExponentBits", {
  make: (bits) => serverWith({ keys: rsaKey(2048, bits) }).der,
  read: (leaf) => verify(leaf),
  taken: (misfit) => expect(misfit).toBeNull(),
  refused: (misfit) => expect(misfit?.code).toBe("UNREADABLE"),
});

atTheEdge("chainSignatures", {
  make: (signatures) => ({
    leaf: oddClient(talos),
    authorities: [
      ...Array.from({ length: signatures - 1 }, () => authority().der),
      talos.der,
    ],
  }),
  read: ({ leaf, authorities }) => isSignedBy(leaf.der, authorities),
  taken: (isSigned) => expect(isSigned).toBe(true),
  refused: (isSigned) => expect(isSigned).toBe(false),
});

atTheEdge("nameComparisons", {
  make: (comparisons) => {
    const names = [500, 53].find((count) => comparisons % count === 0) ?? 1;
    const trees = Array.from({ length: comparisons / names }, () => "test");
    const by = authority({
      extensions: [...authorityExtensions(), constraints(trees)],
    });
    const alternatives = Array.from({ length: names }, () => host);
    const extensions = [usage(0x80), alternative(alternatives)];
    return { by, leaf: serverWith({ extensions }, by).der };
  },
  read: ({ by, leaf }) => verify(leaf, by),
  taken: (misfit) => expect(misfit).toBeNull(),
  refused: (misfit) => expect(misfit?.code).toBe("TOO_MANY_NAMES"),
});
