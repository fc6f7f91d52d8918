import { generateKeyPairSync } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { redact, redactText } from "../../../shared/host/page/redact.ts";
import { makeTalosconfig } from "../../doubles/talosconfig-maker.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const pkcs8 = privateKey.export({ format: "der", type: "pkcs8" });
const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey;
const curve = generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
const identity = `AGE-SECRET-KEY-1${"Q".repeat(58)}`;

/** Keys as bytes: PEM of each kind, DER of each kind, age identities in both cases. */
const keys: readonly Buffer[] = [
  Buffer.from(privateKey.export({ format: "pem", type: "pkcs8" })),
  Buffer.from(rsa.export({ format: "pem", type: "pkcs1" })),
  Buffer.from(curve.export({ format: "pem", type: "sec1" })),
  Buffer.from(identity),
  Buffer.from(identity.toLowerCase()),
  Buffer.from(`AGE-SECRET-KEY-PQ-1${"Q".repeat(60)}`),
  pkcs8,
  rsa.export({ format: "der", type: "pkcs8" }),
  rsa.export({ format: "der", type: "pkcs1" }),
  curve.export({ format: "der", type: "pkcs8" }),
  curve.export({ format: "der", type: "sec1" }),
];

const inLines = (text: string, end: string) =>
  text.replace(/.{76}/g, (line) => line + end);
const encodings: readonly ((bytes: Buffer) => string)[] = [
  (bytes) => bytes.toString("base64"),
  (bytes) => bytes.toString("base64url"),
  (bytes) => inLines(bytes.toString("base64"), "\n"),
  (bytes) => inLines(bytes.toString("base64"), String.raw`\n`),
  (bytes) => bytes.toString("hex"),
  (bytes) => bytes.toString("hex").toUpperCase(),
  (bytes) => (bytes.toString("hex").match(/../g) ?? []).join(":"),
  (bytes) => Buffer.from(bytes.toString("base64")).toString("base64"),
  (bytes) => Buffer.from(bytes.toString("hex")).toString("base64"),
];
const textEncodings: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => encodeURIComponent(text),
  (text) => text.replace(/./gs, (one) => `%${hexOf(one)}`),
  (text) => text.replace(/./gs, (one) => String.raw`\u00${hexOf(one)}`),
  (text) => Buffer.from(text, "utf16le").toString("base64"),
  (text) => Buffer.from(text, "utf16le").toString("latin1"),
];

function hexOf(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).padStart(2, "0");
}

const around = fc.string({ unit: "grapheme-ascii", maxLength: 40 });

describe("the last net before a window", () => {
  test("a key is taken out in every encoding, wherever it stands in what was encoded", () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...keys),
        fc.constantFrom(...encodings),
        fc.uint8Array({ maxLength: 40 }),
        around,
        around,
        (key, encode, front, before, after) => {
          const encoded = encode(Buffer.concat([front, key]));
          const said = redactText(`${before} ${encoded} ${after}`);
          expect(said).not.toContain(encoded);
          expect(said).toContain("[redacted]");
        },
      ),
      { numRuns: 4000 },
    );
  });

  test("a key that is written as text is taken out, however it is escaped", () => {
    const texts = keys.slice(0, 6).map(String);
    fc.assert(
      fc.property(
        fc.constantFrom(...texts),
        fc.constantFrom(...textEncodings),
        around,
        (text, encode, before) => {
          const encoded = encode(text);
          const said = redactText(`${before} ${encoded}`);
          expect(said).not.toContain(encoded);
          expect(said).toContain("[redacted]");
        },
      ),
      { numRuns: 400 },
    );
  });

  test("bytes cross in no form: as they are, as numbers of a list, or of an object", () => {
    for (const key of keys)
      for (const form of [
        key,
        new Uint8Array(key),
        Uint8Array.from(key).buffer,
        new DataView(Uint8Array.from(key).buffer),
        [...key],
        Object.fromEntries(key.entries()),
        key.toJSON(),
      ]) {
        const said = JSON.stringify(redact({ form }));
        expect(said).toContain("[redacted]");
        expect(said).not.toContain(key.subarray(20, 30).join(","));
      }
  });

  test("what is honest crosses as it is: names, fingerprints, certificates, sentences, lists of numbers", () => {
    const talosconfig = makeTalosconfig(3);
    const honest = [
      "admin@prod-eu",
      "0123456789abcdef".repeat(4),
      Array.from({ length: 32 }, (_, at) =>
        at.toString(16).padStart(2, "0"),
      ).join(":"),
      "The vault was put back as it was before the last change and nothing else was written after it",
      ...[...talosconfig.matchAll(/(?:crt|ca): (\S+)/g)].map(
        ([, certificate = ""]) => certificate,
      ),
      ...[...talosconfig.matchAll(/(?:crt|ca): (\S+)/g)].map(
        ([, certificate = ""]) => Buffer.from(certificate, "base64").toString(),
      ),
    ];
    expect(redact(honest)).toEqual(honest);
    const numbers = Array.from({ length: 300 }, (_, at) => at % 200);
    expect(redact(numbers)).toEqual(numbers);
  });

  test("what crosses is a copy of what was looked at, whatever the object says when it is asked again", () => {
    let asked = 0;
    const changing = {
      get form() {
        return asked++ % 2 === 0 ? "fine" : identity;
      },
      toJSON: () => identity,
      inside: { list: [{ toJSON: () => identity }] },
    };
    for (let time = 0; time < 4; time++) {
      const said = redact(changing);
      expect(said).not.toBe(changing);
      expect(JSON.stringify(said)).not.toContain(identity);
      expect(JSON.stringify(said)).not.toContain(identity);
    }
  });

  test("the names of fields are looked at as well", () => {
    const named = { before: 1, [identity]: { [identity]: identity } };
    const said = redact(named);
    expect(said).toEqual({ before: 1, "[redacted]": { "[redacted]": "[redacted]" } }); // prettier-ignore
    const odd = JSON.parse(`{"__proto__":{"of":"${identity}"}}`) as object;
    expect(JSON.stringify(redact(odd))).toBe('{"__proto__":{"of":"[redacted]"}}'); // prettier-ignore
  });

  test("ten thousand rows of a list pass as they are", () => {
    const rows = Array.from({ length: 10_000 }, (_, at) => ({
      name: `context-${String(at)}`,
      fingerprint: "0123456789abcdef".repeat(4),
      authority: "fedcba9876543210".repeat(4),
      endpoints: ["10.0.0.1", "10.0.0.2"],
    }));
    expect(redact(rows)).toEqual(rows);
  });
});
