import { generateKeyPairSync } from "node:crypto";
import forge from "node-forge";
import { describe, expect, test } from "vitest";
import { examineContext } from "../../../../shared/core/certificates/examine-context.ts";
import { inspectContext } from "../../../../shared/core/certificates/inspect-certificates.ts";
import { time } from "../../../../shared/core/pki/der.ts";
import { contextOf } from "../../../doubles/certificates.ts";
import {
  anyUsage,
  authorityExtensions,
  clientAuth,
  nameOf,
  oddCertificate,
  oddClient,
  serverAuth,
  usageExtension,
  type OddCertificate,
} from "../../../doubles/odd-certificates.ts";

const now = new Date("2026-11-24T12:00:00Z");
const past = time(new Date("2026-06-01T00:00:00Z"));
const future = time(new Date("2027-01-01T00:00:00Z"));
const authority = oddCertificate();

const contextWith = (ca: OddCertificate, ...chain: OddCertificate[]) =>
  contextOf(ca.crt, {
    crt: chain.map(({ crt }) => crt).join(""),
    key: chain[0]?.key ?? "",
  });
const judge = (ca: OddCertificate, ...chain: OddCertificate[]) =>
  inspectContext(contextWith(ca, ...chain), now).acceptance.map(
    ({ versions, isAccepted, why }) => ({ versions, isAccepted, why }),
  );
const accepted = [{ versions: "all", isAccepted: true, why: "" }];
const refused = (why: RegExp) => [
  {
    versions: "all",
    isAccepted: false,
    why: expect.stringMatching(why) as unknown,
  },
];
const before112 = [
  { versions: "1.12 and newer", isAccepted: false },
  { versions: "before 1.12", isAccepted: true },
];

describe("the extended key usage of the client's certificate", () => {
  test.each([
    ["clientAuth", [clientAuth], accepted],
    ["none", [], before112],
    ["both", [clientAuth, serverAuth], before112],
    ["any", [anyUsage], before112],
    ["serverAuth", [serverAuth], refused(/has no clientAuth/)],
  ])("%s", (_, usages, verdict) => {
    expect(judge(authority, oddClient(authority, usages))).toMatchObject(
      verdict,
    );
  });
});

describe("the CA counts as well", () => {
  const leaf = oddClient(authority);
  const withUsages = (...usages: string[]) =>
    oddCertificate({
      extensions: [...authorityExtensions(), ...usageExtension(usages)],
    });

  test.each([
    ["has ended", oddCertificate({ notAfter: past }), refused(/CA that signed it ended/)], // prettier-ignore
    ["has not begun", oddCertificate({ notBefore: future }), refused(/CA that signed it begins/)], // prettier-ignore
    ["is for servers", withUsages(serverAuth), refused(/CA that signed it has no clientAuth/)], // prettier-ignore
    ["is for both", withUsages(serverAuth, clientAuth), accepted],
    ["is for anything", withUsages(anyUsage), accepted],
    ["is no CA", oddCertificate({ extensions: [] }), refused(/not signed/)],
    ["is another's", oddCertificate({ keys: generateKeyPairSync("ed25519") }), refused(/not signed/)], // prettier-ignore
  ])("one that %s", (_, ca, verdict) => {
    expect(judge(ca, leaf)).toMatchObject(verdict);
  });
});

describe("a chain with a certificate between", () => {
  const name = nameOf(forge.asn1.Type.UTF8, "between");
  const signedByRoot = {
    keys: generateKeyPairSync("ed25519"),
    signer: authority.privateKey,
    issuer: nameOf(forge.asn1.Type.PRINTABLESTRING, "talos"),
    subject: name,
  };
  const between = oddCertificate(signedByRoot);
  const leaf = oddClient(between, [clientAuth], { issuer: name });

  test("is accepted, and the import doctor has nothing against it", () => {
    expect(judge(authority, leaf, between)).toEqual(accepted);
    const codes = (...chain: OddCertificate[]) =>
      examineContext(contextWith(authority, ...chain), now).map(
        ({ code }) => code,
      );
    expect(codes(leaf, between)).not.toContain("other-ca");
    expect(codes(leaf)).toContain("other-ca");
  });

  test("is not without it, nor when it has ended", () => {
    expect(judge(authority, leaf)).toMatchObject(refused(/not signed/));
    const ended = oddCertificate({ ...signedByRoot, notAfter: past });
    expect(judge(authority, leaf, ended)).toMatchObject(refused(/ended/));
  });

  test("that leads round in a circle ends", () => {
    const circle = oddCertificate({ ...signedByRoot, issuer: name });
    const many = Array.from({ length: 200 }, () => circle);
    expect(judge(authority, leaf, ...many)).toMatchObject(
      refused(/not signed/),
    );
  });
});

test("what is inspected has key, usages, algorithms and fingerprints", () => {
  const { chain, authorities } = inspectContext(
    contextWith(authority, oddClient(authority)),
    now,
  );
  expect(chain[0]).toMatchObject({
    subject: "O=os:reader",
    roles: ["os:reader"],
    keyUsage: ["digitalSignature"],
    extendedKeyUsage: ["clientAuth"],
    algorithm: "ed25519",
    curve: null,
    bits: null,
    signatureAlgorithm: "Ed25519",
    sha1: expect.stringMatching(/^[0-9a-f]{40}$/) as unknown,
    publicKeySha256: expect.stringMatching(/^\S{43}=$/) as unknown,
  });
  expect(authorities[0]?.keyUsage).toEqual(["digitalSignature", "keyCertSign"]);
});
