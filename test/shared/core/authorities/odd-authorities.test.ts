import { generateKeyPairSync, type KeyObject } from "node:crypto";
import * as fc from "fast-check";
import forge from "node-forge";
import { describe, expect, test } from "vitest";
import type { Authority } from "../../../../shared/core/authorities/authority.ts";
import { readAuthority } from "../../../../shared/core/authorities/read-authority.ts";
import {
  octets,
  sequence,
  type Node,
} from "../../../../shared/core/pki/der.ts";
import { pem } from "../../../../shared/core/pki/pem.ts";
import { isSignedBy } from "../../../../shared/core/pki/verifying/signed-by.ts";
import {
  certificatesOf,
  decodeField,
} from "../../../../shared/core/certificates/read-credential.ts";
import { issueContext } from "../../../../shared/core/usecases/issuing/issue-context.ts";
import { systemRandom } from "../../../../shared/node/system/system-random.ts";
import { base64 } from "../../../doubles/certificates.ts";
import {
  authorityExtensions,
  nameOf,
  oddCertificate,
  rawTime,
  separateNames,
  serverAuth,
  string,
  usageExtension,
  type OddCertificate,
} from "../../../doubles/odd-certificates.ts";

const { Type } = forge.asn1;
const now = new Date("2026-11-24T12:00:00Z");

const read = (text: string) =>
  readAuthority(new TextEncoder().encode(text), now);
const readPair = ({ crt, key }: OddCertificate) => read(`${crt}${key}`);

/** A reader's certificate under that authority, as its DER. */
function issueUnder(authority: Authority): Uint8Array {
  const issued = issueContext({
    clock: { now: () => now, monotonicMs: () => 0 },
    random: systemRandom,
  })({
    authority,
    base: { endpoints: ["10.0.0.1"], nodes: [] },
    roles: ["os:reader"],
    ttlSeconds: 60,
    acceptsCustomRoles: false,
    isForced: true,
  });
  if (!issued.ok) throw new Error(issued.error.message);
  const [made] = certificatesOf(decodeField(issued.value.config.crt));
  if (!made) throw new Error("no certificate");
  return made.der;
}

describe("authorities that Talos could not use are refused before anything is stored", () => {
  const ec = (namedCurve: string) => generateKeyPairSync("ec", { namedCurve });
  const rsa = (modulusLength: number) =>
    generateKeyPairSync("rsa", { modulusLength });
  const kinds: readonly [
    string,
    () => { privateKey: KeyObject; publicKey: KeyObject },
    RegExp,
  ][] = [
    ["Ed448", () => generateKeyPairSync("ed448"), /does not use \(ed448\)/],
    ["DSA", () => generateKeyPairSync("dsa", { modulusLength: 1024, divisorLength: 160 }), /does not use \(dsa\)/], // prettier-ignore
    ["RSA-PSS", () => generateKeyPairSync("rsa-pss", { modulusLength: 1024 }), /does not use \(rsa-pss\)/], // prettier-ignore
    ["secp256k1", () => ec("secp256k1"), /does not use \(secp256k1\)/],
    ["brainpool", () => ec("brainpoolP256r1"), /does not use \(brainpoolP256r1\)/], // prettier-ignore
    ["RSA of 512 bits", () => rsa(512), /512 bits/],
  ];

  test.each(kinds)("%s", (_, makeKeys, reason) => {
    const refused = readPair(oddCertificate({ keys: makeKeys() }));
    expect(refused).toMatchObject({
      ok: false,
      error: { code: "credential-unusable" },
    });
    if (refused.ok) return;
    expect(refused.error.message).toMatch(reason);
    expect(refused.error.next).not.toBe("");
  });

  test.each(["secp224r1", "prime256v1", "secp384r1", "secp521r1"])(
    "%s is Talos' own kind",
    (curve) => {
      expect(readPair(oddCertificate({ keys: ec(curve) })).ok).toBe(true);
    },
  );

  test("bytes after the certificate's end", () => {
    const { der, key } = oddCertificate();
    const crt = pem("CERTIFICATE", Uint8Array.of(...der, 0, 0));
    expect(read(`${crt}${key}`)).toMatchObject({ ok: false });
  });

  test("a length that is written longer than DER writes it", () => {
    const { der, key } = oddCertificate();
    const longer = Uint8Array.of(0x30, 0x83, 0, ...der.subarray(2));
    const refused = read(`${pem("CERTIFICATE", longer)}${key}`);
    expect(refused.ok).toBe(false);
  });

  test.each([
    ["a text", string(Type.BMPSTRING, "漢字")],
    ["a sequence", sequence([octets(Uint8Array.of(1))])],
  ])("a key identifier that is %s", (_, keyId: Node) => {
    const odd = oddCertificate({ extensions: authorityExtensions(keyId) });
    expect(readPair(odd)).toMatchObject({ ok: false });
  });

  test.each([
    ["a month 99", { notAfter: rawTime("269901000000Z") }],
    ["a beginning that is none", { notBefore: rawTime("000000000000Z") }],
  ])("%s", (_, request) => {
    expect(readPair(oddCertificate(request))).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining("can be read") as unknown },
    });
  });

  test("a CA whose clients nobody accepts", () => {
    const extensions = [
      ...authorityExtensions(),
      ...usageExtension([serverAuth]),
    ];
    const refused = readPair(oddCertificate({ extensions }));
    expect(refused.ok ? "" : refused.error.message).toMatch(/no clientAuth/);
  });

  test("a key behind a passphrase, the old way", () => {
    const { crt } = oddCertificate();
    const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    const key = privateKey.export({
      type: "pkcs1",
      format: "pem",
      cipher: "aes-128-cbc",
      passphrase: "p",
    });
    expect(read(`${crt}${key.toString()}`)).toMatchObject({
      ok: false,
      error: { message: "The CA's key is encrypted." },
    });
  });
});

describe("an issuer's name is taken over, whatever it is", () => {
  test.each([
    ["control characters", nameOf(Type.UTF8, "talos\u001b[2J")],
    ["NUL", nameOf(Type.UTF8, "talos\0evil")],
    ["BMPString", nameOf(Type.BMPSTRING, "talos 漢")],
    ["T61String", nameOf(20, "talos \xe4")],
    ["several values", nameOf(Type.PRINTABLESTRING, "a", "b")],
    ["several RDNs", separateNames("b", "a")],
    ["nothing at all", sequence([])],
  ])("%s", (_, subject) => {
    const authority = oddCertificate({ subject });
    const opened = readPair(authority);
    if (!opened.ok) throw new Error(opened.error.message);
    expect(isSignedBy(issueUnder(opened.value), [authority.der])).toBe(true);
  });
});

describe("YAML with PEM in it", () => {
  const { crt, key } = oddCertificate();
  const trusted = oddCertificate({ subject: nameOf(Type.UTF8, "trusted") });
  const config = `version: v1alpha1\nmachine:\n    type: controlplane\n    ca:\n        crt: ${base64(crt)}\n        key: ${base64(key)}\n`;
  const indented = trusted.crt.replaceAll(/^(?=.)/gm, "    ");

  test.each([
    ["a trusted root after it", `${config}---\napiVersion: v1alpha1\nkind: TrustedRootsConfig\nname: ours\ncertificates: |\n${indented}`], // prettier-ignore
    ["a trusted root before it", `apiVersion: v1alpha1\nkind: TrustedRootsConfig\nname: ours\ncertificates: |\n${indented}---\n${config}`], // prettier-ignore
    ["a comment", `# -----BEGIN CERTIFICATE-----\n${config}`],
  ])("is read as YAML: %s", (_, text) => {
    const authority = read(text);
    expect(authority.ok && authority.value.ca).toBe(base64(crt));
  });

  test("a key that is there twice is refused, as Talos does", () => {
    const os = `    os:\n        crt: ${base64(crt)}\n        key: ${base64(key)}\n`;
    expect(read(`certs:\n${os}`).ok).toBe(true);
    for (const text of [
      `certs:\n${os}${os}`,
      `certs:\n${os}certs:\n${os}`,
      `certs:\n${os}        key: ${base64(key)}\n`,
    ]) {
      const twice = read(text);
      expect(twice.ok ? "" : twice.error.message).toContain("twice");
    }
  });
});

describe("whatever bytes are changed", () => {
  const { der, key } = oddCertificate();
  const keyDer = Buffer.from(key.replaceAll(/-----.*-----/g, ""), "base64");
  const changes = (length: number) =>
    fc.array(fc.tuple(fc.nat(length - 1), fc.nat(255)), { maxLength: 3 });
  const apply = (bytes: Uint8Array, all: readonly [number, number][]) => {
    const changed = Uint8Array.from(bytes);
    for (const [at, byte] of all) changed[at] = byte;
    return changed;
  };

  test("of certificate or key, the answer is a value; what is accepted can issue", () => {
    fc.assert(
      fc.property(changes(der.length), changes(keyDer.length), (one, other) => {
        const crt = pem("CERTIFICATE", apply(der, one));
        const text = `${crt}${pem("PRIVATE KEY", apply(keyDer, other))}`;
        const opened = read(text);
        if (!opened.ok) return;
        expect(issueUnder(opened.value).length).toBeGreaterThan(0);
      }),
      { numRuns: 3000 },
    );
  });

  test("of a file's text, the answer is a value", () => {
    const { crt } = oddCertificate();
    const files = [
      `certs:\n    os:\n        crt: ${base64(crt)}\n        key: ${base64(key)}\n`,
      `machine:\n    type: controlplane\n    ca: {crt: "${base64(crt)}", key: ${base64(key)}}\n---\nkind: A\n`,
      `${crt}${key}`,
    ].map((text) => new TextEncoder().encode(text));
    fc.assert(
      fc.property(
        fc.constantFrom(...files),
        fc.array(fc.tuple(fc.nat(2000), fc.nat(255)), { maxLength: 5 }),
        fc.option(fc.nat(2000)),
        (bytes, all, cut) => {
          const changed = apply(bytes, all).subarray(0, cut ?? bytes.length);
          expect(typeof readAuthority(changed, now).ok).toBe("boolean");
        },
      ),
      { numRuns: 1500 },
    );
  });
});
